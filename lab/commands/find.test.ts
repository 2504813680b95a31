import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { labMain } from "../../testing/chat/terminal.ts";

const folder = fileURLToPath(new URL("../../testing/sniffer/captures/", import.meta.url));

it("lab find says that the words come before the files", () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [labMain, "find", ...words], { cwd: folder, encoding: "utf8" });
  expect(run("compare-plain.pcap", "hola")).toMatchObject({
    status: 2,
    stderr:
      'lab: compare-plain.pcap is a file: the words come first, then the files\nFor example: lab find "hola" compare-plain.pcap\n',
  });
  expect(run("hola", "compare-plain.pcap").status).toBe(0);
  expect(run("--filter", "tcp", "hola", "compare-plain.pcap")).toMatchObject({ status: 2, stdout: "" });
});
