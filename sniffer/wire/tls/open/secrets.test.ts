import { expect, test } from "vitest";
import { Secrets } from "./secrets.ts";

const random = (number: number) => Buffer.alloc(32, number);
const line = (label: string, number: number, value: number) =>
  `${label} ${random(number).toString("hex")} ${Buffer.alloc(48, value).toString("hex")}\n`;

test("the last line for a label counts, and each secret remembers its source and line", () => {
  const secrets = new Secrets();
  secrets.addKeyLog(Buffer.from(line("CLIENT_RANDOM", 1, 1) + line("SERVER_TRAFFIC_SECRET_0", 1, 2)), "a.log");
  secrets.addKeyLog(Buffer.from(`# again\n${line("CLIENT_RANDOM", 1, 3)}`), "b.log");
  const found = secrets.find("CLIENT_RANDOM", random(1))!;
  expect(found.bytes).toEqual(new Uint8Array(48).fill(3));
  expect(found.origin).toEqual({ kind: "key-log", source: "b.log", line: 2, label: "CLIENT_RANDOM" });
  expect(secrets.linesBeside(found).map(({ label, line: number }) => `${label} ${number}`)).toEqual([
    "SERVER_TRAFFIC_SECRET_0 2",
    "CLIENT_RANDOM 2",
  ]);
  expect(secrets.find("CLIENT_TRAFFIC_SECRET_0", random(1))).toBeUndefined();
  expect(secrets.find("CLIENT_RANDOM", random(2))).toBeUndefined();
});

test("the newest lines come first where the ClientHello does not say which ones fit", () => {
  const secrets = new Secrets();
  for (const number of [1, 2, 3]) secrets.addKeyLog(Buffer.from(line("CLIENT_RANDOM", number, number)), "a.log");
  expect([...secrets.newest("CLIENT_RANDOM")].map(({ random: found }) => found[0])).toEqual([3, 2, 1]);
  expect([...secrets.newest("SERVER_TRAFFIC_SECRET_0")]).toEqual([]);
});
