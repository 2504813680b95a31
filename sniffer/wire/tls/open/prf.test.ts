import { describe, expect, test } from "vitest";
import { hex } from "../../decode/reader.ts";
import { prf } from "./prf.ts";

const bytes = (text: string) => Buffer.from(text, "hex");

describe("the pseudorandom function", () => {
  test("of TLS 1.2 gives the bytes of the working group's test vector for SHA-256", () => {
    const secret = bytes("9bbe436ba940f017b17652849a71db35");
    const seed = bytes("a0ba9f936cda311827a6f796ffd5198c");
    expect(hex(prf("sha256", secret, "test label", seed, 100))).toBe(
      "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd" +
        "3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66",
    );
  });

  test("of TLS 1.0 shares the secret between MD5 and SHA-1, an odd byte to both", () => {
    const [md5, sha1] = [Buffer.alloc(24, 0xab), Buffer.alloc(24, 0xab)];
    const seed = Buffer.alloc(64, 0xcd);
    const both = prf("md5-sha1", Buffer.concat([md5, sha1]), "PRF Testvector", seed, 104);
    // The well-known vector of the drafts of RFC 2246.
    expect(
      hex(both).startsWith(
        "d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754443bcf9a296519bc289abcbc1187e4eb",
      ),
    ).toBe(true);
    expect(prf("md5-sha1", Buffer.alloc(3, 1), "odd", seed, 10)).toHaveLength(10);
  });

  test("of SSL 3.0 goes on from A to BB to CCC", () => {
    const made = prf("ssl3", Buffer.alloc(48, 1), "", Buffer.alloc(64, 2), 104);
    expect(made).toHaveLength(104);
    expect(hex(made.subarray(0, 16))).not.toBe(hex(made.subarray(16, 32)));
    expect(hex(prf("ssl3", Buffer.alloc(48, 1), "", Buffer.alloc(64, 2), 16))).toBe(hex(made.subarray(0, 16)));
  });
});
