import type { Command } from "commander";
import type { CompareOptions } from "../../sniffer/compare/run-compare.ts";
import type { Unlock } from "../../sniffer/observe/unlock.ts";
import { keyOptions, tellOnce } from "../sniff/key-options.ts";
import type { KeyOptions } from "../sniff/keys.ts";
import { help } from "./texts.ts";

type Options = Omit<CompareOptions, "inspect" | "unlock" | "third"> & KeyOptions;

/** `lab compare`: the same words on two wires, beside each other. */
export function define(command: Command): void {
  command
    .argument("<plain>", help.compare.plain)
    .argument("<tls>", help.compare.tls)
    .argument("[third]", help.compare.third)
    .option("--text", help.compare.text)
    .option("--json", help.compare.json)
    .option("--markdown", help.compare.markdown)
    .option("--html <file>", help.compare.html)
    .option("--force", help.compare.force)
    .option("--all", help.compare.all);
  keyOptions(command)
    .addHelpText("after", help.compare.examples)
    .action(async (first: string, second: string, third: string | undefined, options: Options) => {
      const { runCompare } = await import("../../sniffer/compare/run-compare.ts");
      const { readUnlock } = await import("../sniff/keys.ts");
      const unlock = await readUnlock(options, tellOnce());
      const show = (file: string, packet: number) => inspect(file, packet, unlock);
      process.exitCode = await runCompare(first, second, { ...options, third, unlock, inspect: show });
    });
}

/** One packet of a capture file in the inspector. */
async function inspect(file: string, packet: number, unlock: Unlock): Promise<void> {
  const { openCaptureFile } = await import("../../sniffer/capture/open-capture-file.ts");
  const { runInspector } = await import("../../sniffer/inspector/run-inspector.ts");
  const { capture, secrets } = unlock(openCaptureFile(file));
  await runInspector({ capture: () => capture, secrets, source: { kind: "file", name: file }, packet });
}
