import { expect, test } from "vitest";
import { readAccessKey } from "./access-key.ts";

test("accents and spaces inside are fine, and have the same bytes however they were typed", () => {
  expect(readAccessKey("contraseña de clase")).toEqual({ key: "contraseña de clase" });
  expect(readAccessKey("contrasen\u0303a")).toEqual({ key: "contrase\u00f1a" });
  expect(readAccessKey("x".repeat(256))).toEqual({ key: "x".repeat(256) });
});

test.each([
  ["", "empty"],
  ["  ", "empty"],
  ["x".repeat(257), "too-long"],
  ["ñ".repeat(129), "too-long"],
  [" hola", "spaces-outside"],
  ["hola ", "spaces-outside"],
  ["hola\n", "control-character"],
  ["hola\r\n", "control-character"],
  ["ho\0la", "control-character"],
])("%j is none: %s", (text, fault) => {
  expect(readAccessKey(text)).toEqual({ fault });
});
