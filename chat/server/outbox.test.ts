import fc from "fast-check";
import { expect, test } from "vitest";
import { Outbox } from "./outbox.ts";

function written(outbox: Outbox<string>): Record<string, string> {
  const result: Record<string, string> = {};
  outbox.flush((client, bytes) => {
    result[client] = Buffer.from(bytes).toString();
  });
  return result;
}

test("everybody gets the lines for all in one piece, less their own, plus those for them alone, in order", () => {
  const outbox = new Outbox<string>();
  for (const client of ["ana", "luis", "eva"]) outbox.add(client);
  outbox.toAll("ana > uno", "ana");
  outbox.toAll("ana > dos", "ana");
  outbox.toOne("luis", "eva >> psst");
  outbox.toAll("luis > tres", "luis");
  expect(written(outbox)).toEqual({
    ana: "luis > tres\n",
    luis: "ana > uno\nana > dos\neva >> psst\n",
    eva: "ana > uno\nana > dos\nluis > tres\n",
  });
  expect(outbox.isEmpty).toBe(true);
});

test("those who get the same bytes share them", () => {
  const outbox = new Outbox<string>();
  outbox.add("ana");
  outbox.add("luis");
  outbox.toAll("hola");
  const pieces: Uint8Array[] = [];
  outbox.flush((_, bytes) => pieces.push(bytes));
  expect(pieces[0]).toBe(pieces[1]);
});

test("one who comes in the middle of a turn gets what people say afterwards; one who goes gets the rest at once", () => {
  const outbox = new Outbox<string>();
  outbox.add("ana");
  outbox.toAll("before");
  outbox.add("luis");
  outbox.toOne("luis", "# welcome luis");
  outbox.toAll("after");
  expect(Buffer.from(outbox.remove("ana")!).toString()).toBe("before\nafter\n");
  expect(written(outbox)).toEqual({ luis: "# welcome luis\nafter\n" });
});

test("a long turn keeps every line, and bytes handed over before stay as they were", () => {
  const outbox = new Outbox<string>();
  outbox.add("ana");
  outbox.toAll("first");
  let kept: Uint8Array = new Uint8Array();
  outbox.flush((_, bytes) => {
    kept = bytes;
  });
  const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${"ñ".repeat(100)}`);
  for (const line of lines) outbox.toAll(line);
  expect(written(outbox)).toEqual({ ana: `${lines.join("\n")}\n` });
  expect(Buffer.from(kept).toString()).toBe("first\n");
});

test("whatever happens in a turn, each client gets what a list of its own would hold", () => {
  const client = fc.constantFrom("a", "b", "c");
  const act = fc.oneof(
    fc.record({ act: fc.constant("add"), client }),
    fc.record({ act: fc.constant("one"), client, line: fc.string() }),
    fc.record({ act: fc.constant("all"), line: fc.string(), client: fc.option(client, { nil: undefined }) }),
    fc.record({ act: fc.constant("flush") }),
  );
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const outbox = new Outbox<string>();
      const wanted = new Map<string, string>();
      const got = new Map<string, string>();
      const collect = () =>
        outbox.flush((to, bytes) => got.set(to, (got.get(to) ?? "") + Buffer.from(bytes).toString()));
      for (const step of acts as { act: string; client?: string; line?: string }[]) {
        const { client: who, line = "" } = step;
        const text = Buffer.from(`${line}\n`).toString();
        if (step.act === "add" && !wanted.has(who!)) {
          outbox.add(who!);
          wanted.set(who!, "");
        } else if (step.act === "one") {
          outbox.toOne(who!, line);
          if (wanted.has(who!)) wanted.set(who!, wanted.get(who!)! + text);
        } else if (step.act === "all") {
          outbox.toAll(line, who);
          for (const [name, before] of wanted) if (name !== who) wanted.set(name, before + text);
        } else if (step.act === "flush") collect();
      }
      collect();
      for (const [name, text] of wanted) expect(got.get(name) ?? "").toBe(text);
    }),
  );
});
