import { expect, test } from "vitest";
import { recordsFrom } from "../../sniffer/wire/tls/record-reader.ts";
import { WireTap } from "./wire-tap.ts";

/** A TLS record of type application_data with this many bytes of text, as in TLS 1.3. */
function record(text: number): Buffer {
  return Buffer.concat([Buffer.from([0x17, 3, 3, 0, text + 17]), Buffer.alloc(text + 17, 0xee)]);
}

function counts(tap: WireTap): readonly string[] {
  return tap.describe().flatMap((line) => /(\d+) bytes/.exec(line)?.[1] ?? []);
}

test("in the clear, the bytes on the wire are the line's own, also when several come together or more is sent later", () => {
  const tap = new WireTap((bytes) => recordsFrom(bytes, 0));
  const { onWire, saying, heard } = tap.connection();
  saying("mi contraseña");
  onWire("sent", Buffer.from("mi contraseña\n"));
  onWire("sent", Buffer.from("/move k7m2q9xa\n"));
  onWire("received", Buffer.from("# welcome ana\n# users: ana luis\nluis > ho"));
  heard("# welcome ana");
  heard("# users: ana luis");
  expect(counts(tap)).toEqual(["15", "15", "18", "18"]);
  onWire("received", Buffer.from("la\n"));
  heard("luis > hola");
  expect(counts(tap)).toEqual(["15", "15", "12", "12"]);
});

test("a line that the client answered itself and did not show is not taken for the next one", () => {
  const tap = new WireTap((bytes) => recordsFrom(bytes, 0));
  const { onWire, heard } = tap.connection();
  onWire("received", Buffer.from("# type this on your other connection: /move k7m2q9xa\n# welcome ana\n* ana moved\n"));
  heard("# welcome ana");
  expect(counts(tap)).toEqual(["14", "14"]);
  heard("* ana moved");
  expect(counts(tap)).toEqual(["12", "12"]);
});

test("over TLS, the record of the line is shown, without handshake before and other records behind it", () => {
  const tap = new WireTap((bytes) => recordsFrom(bytes, 0));
  const { onWire, saying, heard } = tap.connection();
  onWire("received", Buffer.concat([Buffer.from([0x16, 3, 3, 0, 3, 1, 2, 3]), record(200)]));
  onWire("received", record(14));
  heard("# welcome ana");
  saying("hola");
  onWire("sent", record(5));
  onWire("sent", record(9));
  expect(counts(tap)).toEqual(["5", "27", "14", "36"]);
});

test("two connections at a time do not mix their bytes", () => {
  const tap = new WireTap((bytes) => recordsFrom(bytes, 0));
  const [old, next] = [tap.connection(), tap.connection()];
  old.onWire("received", Buffer.from("luis > ho"));
  next.onWire("received", record(40));
  old.onWire("received", Buffer.from("la\n"));
  old.heard("luis > hola");
  expect(counts(tap)).toEqual(["12", "12"]);
});
