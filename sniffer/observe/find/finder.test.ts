import { describe, expect, it } from "vitest";
import type { TextObservation, TlsRecordObservation } from "../observation.ts";
import { Finder } from "./finder.ts";
import { needlesFor } from "./needles.ts";

const time = { seconds: 0, nanoseconds: 0 };
const text = (bytes: Uint8Array, offset = 0, packet = 1): TextObservation => ({
  kind: "text",
  connection: 0,
  from: "client",
  packet,
  time,
  offset,
  text: "",
  length: bytes.length,
  bytes,
});
const record = (bytes: Uint8Array, offset = 0): TlsRecordObservation => ({
  kind: "tls-record",
  connection: 0,
  from: "server",
  packet: 1,
  time,
  offset,
  contentType: "application_data",
  version: "TLS 1.2",
  header: "1703030040",
  length: bytes.length,
  encrypted: true,
  bytes,
});

describe("forms of the words", () => {
  const spanish = "¡Adiós, piñata!";
  const encodings: [string, Buffer][] = [
    ["UTF-8", Buffer.from(spanish)],
    ["UTF-8 with reversed case", Buffer.from("¡aDIÓS, PIÑATA!")],
    ["UTF-8 with separate accents (NFD)", Buffer.from(spanish.normalize("NFD"))],
    ["Latin-1", Buffer.from(spanish, "latin1")],
    ["UTF-16LE", Buffer.from(spanish, "utf16le")],
    ["UTF-16BE", Buffer.from(spanish, "utf16le").swap16()],
    ["hexadecimal", Buffer.from(Buffer.from(spanish).toString("hex"))],
    ["base64", Buffer.from(Buffer.from(spanish).toString("base64"))],
    ["base64", Buffer.from(Buffer.from(`x${spanish}y`).toString("base64"))],
    ["base64", Buffer.from(Buffer.from(`xx${spanish}`).toString("base64"))],
    ["base64", Buffer.from(Buffer.from(`Authorization: ${spanish} and more`).toString("base64"))],
    ["percent-encoded", Buffer.from(`q=${encodeURIComponent(spanish)}`)],
    [
      "percent-encoded with + for spaces",
      Buffer.from(`q=${new URLSearchParams({ a: spanish }).toString().slice(2).replace("%21", "!")}`),
    ],
  ];
  it.each(encodings)("are found as %s", (form, bytes) => {
    const finder = new Finder(spanish);
    const padded = Buffer.concat([Buffer.from("before "), bytes, Buffer.from(" after")]);
    expect(finder.push(undefined, [text(padded)]).map((hit) => hit.form)).toContain(form);
  });

  it("are looked for once each where several are the same bytes", () => {
    const forms = needlesFor("hola").map(({ bytes }) => bytes.toString("latin1"));
    expect(new Set(forms).size).toBe(forms.length);
    expect(needlesFor("hola").map(({ form }) => form)).not.toContain("Latin-1");
  });
});

describe("a stream", () => {
  it("is searched across the pieces it comes in, and each hit is reported once with its offset", () => {
    const bytes = Buffer.from("dice: hola, mundo. hola");
    for (let cut = 1; cut < bytes.length; cut++) {
      const finder = new Finder("hola");
      const hits = [
        ...finder.push(undefined, [text(bytes.subarray(0, cut), 0, 1)]),
        ...finder.push(undefined, [text(bytes.subarray(cut), cut, 2)]),
      ];
      expect(hits.map(({ offset }) => offset)).toEqual([6, 19]);
    }
  });

  it("is not joined across a gap", () => {
    const finder = new Finder("hola");
    finder.push(undefined, [text(Buffer.from("ho"), 0)]);
    expect(finder.push(undefined, [text(Buffer.from("la"), 50)])).toEqual([]);
  });

  it("is shown as counted bytes when nothing is found, and ciphertext is named", () => {
    const finder = new Finder("hola, mundo");
    finder.push(undefined, [text(Buffer.from("buenos días")), record(new Uint8Array(100))]);
    expect(finder.searched()).toMatchObject({ hits: 0, streamBytes: 12 + 105, encryptedBytes: 100 });
  });

  it("of ciphertext gives no hit for a word so short that chance makes it", () => {
    const finder = new Finder("ñ");
    expect(finder.push(undefined, [record(Buffer.from("\x00\xc3\xb1\x00", "latin1"))])).toEqual([]);
    expect(finder.searched()).toMatchObject({ hits: 0, chanceHits: 1 });
  });
});

describe("a frame", () => {
  const frame = (bytes: Uint8Array, number: number) =>
    ({ kind: "frame", number, time, linkType: 1, bytes, originalLength: bytes.length }) as const;
  const packet = (number: number, connection?: number) =>
    ({
      kind: "packet",
      number,
      time,
      protocol: "UDP",
      length: 60,
      captured: 60,
      ...(connection !== undefined && { connection }),
    }) as const;
  const words = Buffer.from("....hola, mundo....");

  it("that belongs to no stream is searched as it is", () => {
    const finder = new Finder("hola, mundo");
    expect(finder.push(frame(words, 7), [packet(7)])).toEqual([]);
    expect(finder.end()).toMatchObject([{ packet: 7, offset: 4, form: "UTF-8" }]);
    expect(finder.searched()).toMatchObject({ hits: 1, packets: 1 });
  });

  it("whose words are in its stream is no second hit; one that was sent again is", () => {
    const finder = new Finder("hola, mundo");
    const hits = finder.push(frame(words, 7), [packet(7, 0), text(words, 0, 7)]);
    expect(hits).toHaveLength(1);
    finder.push(frame(words, 9), [packet(9, 0)]);
    const again = finder.end();
    expect(again).toMatchObject([{ packet: 9, connection: 0 }]);
    expect(again[0]).not.toHaveProperty("from");
  });
});
