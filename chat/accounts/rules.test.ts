import { expect, test } from "vitest";
import { readEmail } from "./email-address.ts";
import { makeCode, shownCode, typedCode } from "./recovery-code.ts";
import { Tries } from "./tries.ts";
import { WorkQueue } from "./work-queue.ts";

test.each(["ana@clase.example", "a.b+c_d-e@x-y.example", "1@localhost", `${"a".repeat(64)}@b.example`])(
  "%s is an address",
  (text) => expect(readEmail(text)).toEqual({ email: text }),
);

test("upper case is the same address", () => {
  expect(readEmail("Ana@Clase.Example")).toEqual({ email: "ana@clase.example" });
});

test.each([
  "",
  "ana",
  "@clase.example",
  "ana@",
  '"ana luis"@clase.example',
  "ana@clase.example,eva@clase.example",
  "ana@clase.example\r\nBcc: eva@clase.example",
  "ana@clase.example\nSubject:x",
  "ana@clase.example%0aBcc:eva@clase.example",
  "<ana@clase.example>",
  "ana(comment)@clase.example",
  "añá@clase.example",
  "ana@клас.example",
  "ana\u202e@clase.example",
  "ana@[127.0.0.1]",
  "ana@-clase.example",
  "ana@clase..example",
  ".ana@clase.example",
  "a..b@clase.example",
  "-oQ/tmp@clase.example",
  "ana@eva@clase.example",
  `${"a".repeat(65)}@b.example`,
  `a@${"b".repeat(64)}.example`,
  `a@${"bcdefgh.".repeat(40)}example`,
])("%j is refused as an address", (text) => {
  const read = readEmail(text);
  expect("problem" in read && read.problem.code).toBe("email-shape");
});

test("five tries a minute for an account and for an address; a right one does not count", () => {
  const tries = new Tries();
  const from = (name: string, address: string) => [`account ${name}`, `address ${address}`];
  for (let time = 0; time < 5; time += 1) expect(tries.begin(from("ana", "192.0.2.1"), time)).toBe(0);
  expect(tries.begin(from("ana", "192.0.2.2"), 5)).toBe(59_995);
  expect(tries.begin(from("luis", "192.0.2.1"), 10)).toBe(59_990);
  expect(tries.begin(from("luis", "192.0.2.2"), 10)).toBe(0);
  tries.takeBack(from("ana", "192.0.2.1"), 2);
  expect(tries.begin(from("ana", "192.0.2.1"), 11)).toBe(0);
  expect(tries.begin(from("ana", "192.0.2.1"), 12)).toBe(59_988);
  expect(tries.begin(from("ana", "192.0.2.1"), 60_001)).toBe(0);
});

test("a code has 8 letters that cannot be mistaken, and is taken as people type it", () => {
  const code = makeCode("strong");
  expect(String(code)).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
  const shown = String(shownCode(code));
  expect(shown).toBe(`${String(code).slice(0, 4)}-${String(code).slice(4)}`);
  for (const typed of [shown, shown.toLowerCase(), ` ${shown.replace("-", " ")} `])
    expect(typedCode(Buffer.from(typed))).toEqual(code);
  expect(String(makeCode("weak"))).toMatch(/^\d{4}$/);
});

test("work is done one by one, in order, and what is too much is refused at once", async () => {
  const queue = new WorkQueue();
  const done: number[] = [];
  let running = 0;
  const work = (number: number) => async () => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    done.push(number);
    running -= 1;
    return number;
  };
  const all = await Promise.all(Array.from({ length: 60 }, (_, number) => queue.add("192.0.2.1", work(number))));
  expect(all.filter((one) => one === undefined)).toHaveLength(19);
  expect(done).toEqual(Array.from({ length: 41 }, (_, number) => number));
  await expect(queue.add("192.0.2.1", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await queue.add("192.0.2.1", async () => "again")).toBe("again");
});

test("a party that fills the queue loses its own work, and the others come in turn with it", async () => {
  const queue = new WorkQueue();
  const done: string[] = [];
  const add = (party: string, what: string) =>
    queue.add(party, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(what);
      return what;
    });
  const noisy = Array.from({ length: 100 }, (_, number) => add("192.0.2.66", `eva ${number}`));
  const quiet = ["ana", "luis", "ana again"].map((what) => add(what.split(" ")[0]!, what));
  expect(await Promise.all(quiet)).toEqual(["ana", "luis", "ana again"]);
  expect(done.slice(0, 6)).toEqual(["eva 0", "eva 1", "ana", "luis", "eva 2", "ana again"]);
  const dropped = (await Promise.all(noisy)).filter((what) => what === undefined);
  expect(dropped).toHaveLength(100 - 1 - 40 + 3);
});
