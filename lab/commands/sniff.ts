import type { Command } from "commander";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { jsonLine } from "../../sniffer/observe/print-json.ts";

export function define(command: Command): void {
  command.requiredOption("-r, --read <file>").action(async ({ read }: { read: string }) => {
    const observer = new Observer();
    for await (const batch of openCaptureFile(read))
      for (const item of batch) for (const x of observer.push(item)) console.log(jsonLine(x));
    for (const x of observer.end()) console.log(jsonLine(x));
  });
}
