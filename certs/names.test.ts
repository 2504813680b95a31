import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/test-folders.ts";
import { namesAsOpenssl, parseSubject, parseSubjectAltName, subjectAsOpenssl } from "./names.ts";
import { readRequestConfig } from "./openssl-config.ts";

test.each([
  ["/CN=localhost/O=Mi clase", "/CN=localhost/O=Mi clase"],
  ["CN=localhost, O=Mi clase", "/CN=localhost/O=Mi clase"],
  ["localhost", "/CN=localhost"],
  ["/CN=a\\/b/emailAddress=ana@example.org", "/CN=a\\/b/emailAddress=ana@example.org"],
  ["/C=es", "/C=es"],
])("a subject may be written %s", (text, openssl) => {
  expect(subjectAsOpenssl(parseSubject(text))).toBe(openssl);
});

test.each(["/CN=", "/", "/CN", "/C=Spain", "/foo=bar", `/CN=${"x".repeat(65)}`])("a subject may not be %s", (text) => {
  expect(() => parseSubject(text)).toThrow(expect.objectContaining({ name: "LabError", exitCode: 2 }));
});

test.each([
  ["localhost", "DNS:localhost"],
  ["DNS:Chat.Example.ORG", "DNS:chat.example.org"],
  ["*.example.org", "DNS:*.example.org"],
  ["xn--and-6ma2c.example", "DNS:xn--and-6ma2c.example"],
  ["127.0.0.1", "IP:127.0.0.1"],
  ["IP:::1", "IP:::1"],
  ["ip: 10.0.0.1", "IP:10.0.0.1"],
])("the name %s is %s", (text, openssl) => {
  expect(namesAsOpenssl([parseSubjectAltName(text)])).toBe(openssl);
});

test.each([
  "",
  "a b",
  "-a",
  "a..b",
  "*.*.org",
  "ñandú.example",
  "http://a",
  "a\u0000b",
  "DNS:127.0.0.1",
  "IP:localhost",
  "x".repeat(64),
])("the name %j is refused", (text) => {
  expect(() => parseSubjectAltName(text)).toThrow(expect.objectContaining({ name: "LabError", exitCode: 2 }));
});

/** Reads a configuration with these lines. */
function config(...lines: string[]) {
  const path = join(temporaryFolder(), "openssl.cnf");
  writeFileSync(path, lines.join("\r\n"));
  return readRequestConfig(path);
}

test("names in a configuration that openssl would overlook are taken, and reported", () => {
  const { names, notes } = config(
    "[req]",
    "distinguished_name = dn",
    "[dn]",
    "CN = a",
    "[alt_names]",
    "DNS.1 = a",
    "IP.1 = ::1",
  );
  expect(namesAsOpenssl(names)).toBe("DNS:a,IP:::1");
  expect(notes).toEqual([expect.stringContaining("openssl would leave out these names")]);
});

test("what openssl would ask for is taken from the proposals, and names may be in the line itself", () => {
  const { subject, names } = config(
    ..."[ req ]|distinguished_name = req_distinguished_name|req_extensions = v3_req # a comment".split("|"),
    ..."[ req_distinguished_name ]|countryName = Country Name (2 letter code)|countryName_default = ES|countryName_max = 2".split(
      "|",
    ),
    ..."commonName = Common Name|commonName_default = localhost|[ v3_req ]|subjectAltName = DNS:a, \\|  IP:10.0.0.1".split(
      "|",
    ),
  );
  expect(subjectAsOpenssl(subject)).toBe("/C=ES/CN=localhost");
  expect(namesAsOpenssl(names)).toBe("DNS:a,IP:10.0.0.1");
});

test.each([
  ["a section that is not there", /section \[dn\]/, ["[req]", "distinguished_name = dn"]],
  ["a variable", /uses a variable/, ["[req]", "distinguished_name = dn", "[dn]", "CN = $ENV::HOST"]],
  ["a line that is none", /line 2 is neither/, ["[req]", "hola"]],
  ["no subject", /needs a subject/, ["[req]", "distinguished_name = dn", "[dn]"]],
])("a configuration with %s is refused in one line", (_, message, lines) => {
  expect(() => config(...lines)).toThrow(message);
});
