import { join } from "node:path";
import type { Command } from "commander";
import type { GalleryRow } from "../../../certs/gallery/table.ts";
import { texts } from "../../../certs/gallery/texts.ts";
import { parsePort } from "../../../certs/remote/target.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { print } from "../../../terminal/print.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

/** `lab certs gallery`: broken certificates and servers. Three clients try them, or one server keeps running. */
export function defineGallery(command: Command): void {
  command
    .description(help.gallery.about)
    .argument("[name]", help.gallery.nameArgument)
    .option("--port <number>", help.gallery.port, "0")
    .option("--words", help.gallery.words)
    .action(async (name: string | undefined, { port, words: inWords }: { port: string; words?: true }) => {
      const { galleryCases } = await import("../../../certs/gallery/cases.ts");
      if (name !== undefined) return serve(name, parsePort(port));
      const { tryCase } = await import("../../../certs/gallery/table.ts");
      const { rowAsLines, rowsAsTable } = await import("../../../certs/gallery/report.ts");
      const { recordsFrom } = await import("../../../sniffer/wire/tls/record-reader.ts");
      const rows: GalleryRow[] = [];
      for (const one of galleryCases) {
        const row = await tryCase(one, certsFile("gallery"), (bytes) => recordsFrom(bytes, 0));
        rows.push(row);
        if (inWords) print([...rowAsLines(row), ""].join("\n"));
      }
      if (!inWords) print(rowsAsTable(rows, process.stdout.columns).join("\n"));
    });
}

async function serve(name: string, port: number): Promise<void> {
  const { galleryCases } = await import("../../../certs/gallery/cases.ts");
  const { serveExhibit, writeExhibit } = await import("../../../certs/gallery/serve.ts");
  const { caseAsLines } = await import("../../../certs/gallery/report.ts");
  const found = galleryCases.find((one) => one.name === name);
  const names = galleryCases.map((one) => one.name);
  if (found === undefined) throw new LabError(...texts.unknown(name, names), 2);
  const exhibit = await found.make();
  const files = writeExhibit(join(certsFile("gallery"), name), exhibit);
  print(caseAsLines(name).join("\n"));
  const server = await serveExhibit(exhibit, files, port);
  tell(...texts.serves(server.port, files.caFile));
  process.once("SIGINT", server.close).once("SIGTERM", server.close);
}
