import { describe, expect, test } from "vitest";
import { makeFernetKey, openFernet, sealFernet } from "./fernet.ts";

// The vectors of https://github.com/fernet/spec: generate.json, verify.json and invalid.json.
const key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
const token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
const time = Date.parse("1985-10-26T01:20:00-07:00") / 1000;

describe("Fernet", () => {
  test("makes the token of generate.json", () => {
    const iv = Buffer.from(Array.from({ length: 16 }, (_, at) => at));
    expect(sealFernet(key, Buffer.from("hello"), { time, iv })).toBe(token);
  });

  test("opens the token of verify.json", () => {
    expect(openFernet(key, token)?.toString()).toBe("hello");
  });

  test.each([
    [
      "incorrect mac",
      "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
    ],
    ["too short", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA=="],
    ["base64", "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q=="],
    [
      "no whole block",
      "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
    ],
    ["padding", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw=="],
    [
      "incorrect IV",
      "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==",
    ],
  ])("refuses the token of invalid.json with %s", (_, invalid) => {
    expect(openFernet(key, invalid)).toBeUndefined();
  });

  test("refuses another key, each cut and each flipped bit", () => {
    const own = makeFernetKey();
    const sealed = sealFernet(own, Buffer.from("hola"));
    expect(openFernet(own, sealed)?.toString()).toBe("hola");
    expect(openFernet(makeFernetKey(), sealed)).toBeUndefined();
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === "A" ? "B" : "A";
      expect(openFernet(own, sealed.slice(0, at))).toBeUndefined();
      expect(openFernet(own, `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`)).toBeUndefined();
    }
  });
});
