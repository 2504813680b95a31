import { join } from "node:path";
import type { Command } from "commander";
import { words } from "../../../certs/gallery/words.ts";
import { certsFile } from "./certs-file.ts";

/** `lab certs gallery`: broken certificates and servers, tried by three clients, or one of them left running. */
export function defineGallery(command: Command): void {
  command
    .description("broken certificates: try each with three clients, or start the server NAME")
    .argument("[name]", "the case to start a server for")
    .option("--port <number>", "the port of that server; without it a free one is taken", "0")
    .action(async (name: string | undefined, { port }: { port: string }) => {
      const { galleryCases } = await import("../../../certs/gallery/cases.ts");
      if (name !== undefined) return serve(name, Number(port));
      const { tryCase } = await import("../../../certs/gallery/table.ts");
      const { rowAsLines } = await import("../../../certs/gallery/report.ts");
      for (const one of galleryCases) {
        for (const line of rowAsLines(await tryCase(one, certsFile("gallery")))) console.log(line);
        console.log();
      }
    });
}

async function serve(name: string, port: number): Promise<void> {
  const { galleryCases } = await import("../../../certs/gallery/cases.ts");
  const { serveExhibit, writeExhibit } = await import("../../../certs/gallery/serve.ts");
  const { caseAsLines } = await import("../../../certs/gallery/report.ts");
  const found = galleryCases.find((one) => one.name === name);
  if (found === undefined)
    throw words.unknown(
      name,
      galleryCases.map((one) => one.name),
    );
  const exhibit = await found.make();
  const files = writeExhibit(join(certsFile("gallery"), name), exhibit);
  for (const line of caseAsLines(name)) console.log(line);
  const server = await serveExhibit(exhibit, files, port);
  for (const line of words.serves(server.port, files.caFile)) console.log(line);
  process.once("SIGINT", server.close).once("SIGTERM", server.close);
}
