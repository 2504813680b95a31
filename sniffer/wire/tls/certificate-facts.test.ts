import { expect, test } from "vitest";
import { certificateFacts } from "./certificate-facts.ts";

/** Made with OpenSSL 3: a name of each kind, some with characters that node:crypto puts in quotes. */
const manyNames =
  "MIIB0zCCAXqgAwIBAgIUKfvuCJ0/q3et9P4fJo876YBH7iYwCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFbmFtZXMwHhcNMjYxMTIx" +
  "MTU0NzMwWhcNMzYxMTE4MTU0NzMwWjAQMQ4wDAYDVQQDDAVuYW1lczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDjTTIyDyvRS" +
  "TyzCmgmVzbSK4LhnFMU+d02YwTa0TNUkBB8L+5q/QzxklcSLfTx2Ny8evULjaZYqUpZH82Ijih6jgbEwga4wgYwGA1UdEQSBhDCB" +
  "gYINcGxhaW4uZXhhbXBsZaQ9MDsxCzAJBgNVBAYTAkVTMRUwEwYDVQQKDAxDbGFzZSwgUmVkZXMxFTATBgNVBAMMDEFuYSBsYSBw" +
  "cm9mZYYUaHR0cDovL2EuZXhhbXBsZS94LHmBFXF1b3RlYW5kXGJhY2tAZXhhbXBsZYcEfwAAATAdBgNVHQ4EFgQUIbmbN7UY7lEP" +
  "EtXc1Co2u8pxkEwwCgYIKoZIzj0EAwIDRwAwRAIgVb6ZJcXTE5+uQVoWQynJVXAa8c21o0QexxF9l0k4kO0CIF8stpjLKJVMWOiO" +
  "QrzWECvJcIZeJhhdMXiIHCJ/cd3f";

test("other names are as the certificate has them, without the quotes that node:crypto adds", () => {
  expect(certificateFacts(Buffer.from(manyNames, "base64")).subjectAltNames).toEqual([
    "DNS:plain.example",
    "DirName:CN=Ana la profe,O=Clase\\, Redes,C=ES",
    "URI:http://a.example/x,y",
    "email:quoteand\\back@example",
    "IP Address:127.0.0.1",
  ]);
});

test("what is no certificate is called unreadable", () => {
  expect(certificateFacts(Buffer.from("x"))).toMatchObject({ unreadable: true, length: 1, subject: "" });
});
