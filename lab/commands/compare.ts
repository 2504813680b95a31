import type { Command } from "commander";
import type { CompareOptions } from "../../sniffer/compare/run-compare.ts";
import type { Unlock } from "../../sniffer/observe/unlock.ts";
import { keyOptions, tellOnce } from "../sniff/key-options.ts";
import type { KeyOptions } from "../sniff/keys.ts";

type Options = Omit<CompareOptions, "inspect" | "unlock" | "third"> & KeyOptions;

/** `lab compare`: the same words on two wires, next to each other. */
export function define(command: Command): void {
  command
    .argument("<plain>", "a capture file, such as of a conversation in the clear; - is standard input")
    .argument("<tls>", "another one, such as of the same conversation over TLS")
    .argument("[third]", "a third one: in the clear, through home-made layers, over TLS (--text or --json)")
    .option("--text", "text, also on a terminal")
    .option("--json", "the numbers, for programs")
    .option("--markdown", "for a report")
    .option("--html <file>", "a page for a report, in one file")
    .option("--force", "with --html: replace a file that is there")
    .option("--all", "every message, and not the first 100 only");
  keyOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n  lab compare work/captures/plain.pcap work/captures/tls.pcap --html report.html\n  lab compare plain.pcap layers.pcap tls.pcap",
    )
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
