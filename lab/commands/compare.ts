import type { Command } from "commander";

export function define(command: Command): void {
  command
    .argument("<plain>")
    .argument("<tls>")
    .action(async (plain: string, tls: string) => {
      const { readForComparison } = await import("../../sniffer/compare/read-for-comparison.ts");
      const { compare } = await import("../../sniffer/compare/comparison.ts");
      const { comparisonText } = await import("../../sniffer/compare/comparison-text.ts");
      const comparison = compare(await readForComparison(plain), await readForComparison(tls));
      for (const line of comparisonText(comparison)) console.log(line);
    });
}
