import type { Command } from "commander";
import type { CompareOptions } from "../../sniffer/compare/run-compare.ts";

/** `lab compare`: the same words on two wires, next to each other. */
export function define(command: Command): void {
  command
    .argument("<plain>", "a capture file, such as of a conversation in the clear; - is standard input")
    .argument("<tls>", "another one, such as of the same conversation over TLS")
    .option("--text", "text, also on a terminal")
    .option("--json", "the numbers, for programs")
    .option("--markdown", "for a report")
    .option("--html <file>", "a page for a report, in one file")
    .option("--force", "with --html: replace a file that is there")
    .option("--all", "every message, and not the first 100 only")
    .addHelpText(
      "after",
      "\nExample:\n  lab compare work/captures/plain.pcap work/captures/tls.pcap --html report.html",
    )
    .action(async (first: string, second: string, options: Omit<CompareOptions, "inspect">) => {
      const { runCompare } = await import("../../sniffer/compare/run-compare.ts");
      process.exitCode = await runCompare(first, second, { ...options, inspect });
    });
}

/** One packet of a capture file in the inspector. */
async function inspect(file: string, packet: number): Promise<void> {
  const { openCaptureFile } = await import("../../sniffer/capture/open-capture-file.ts");
  const { runInspector } = await import("../../sniffer/inspector/run-inspector.ts");
  await runInspector({ capture: () => openCaptureFile(file), source: { kind: "file", name: file }, packet });
}
