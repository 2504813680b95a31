import { join, relative } from "node:path";
import { ensureClassCertificates } from "../../../certs/class-certificates.ts";
import { CaptureNotPermitted, NothingCaptures } from "../../../sniffer/capture/capture-refused.ts";
import { loopbackDevice } from "../../../sniffer/capture/devices.ts";
import { isRunAgain, mayRunAgain, runAgain } from "../../../sniffer/capture/private-namespace.ts";
import { safeJson } from "../../../sniffer/observe/print-json.ts";
import { print, printData, printError } from "../../../terminal/print.ts";
import { linePrinter } from "../../../terminal/screen/printed-line.ts";
import { certsFolder, workFolder } from "../../work-folder.ts";
import type { Cell } from "./cell.ts";
import { runCells } from "./run-cells.ts";
import { tableLines } from "./table-lines.ts";
import { texts } from "./texts.ts";

/**
 * `lab mitm --table`: runs every attack against every client; returns the exit code. Without the right to capture it
 * starts again in a private network, where everyone may. If that is not possible, it runs without a capture, and
 * reports that.
 */
export async function runTable({ json = false }: { readonly json?: boolean | undefined }): Promise<number> {
  const certificates = await ensureClassCertificates(certsFolder);
  const notice = (line: string) => printError(`lab: ${line}`);
  const cellsOn = (device: string | undefined) =>
    runCells({ certificates, certsFolder, folder: join(workFolder, "mitm", "table"), device, notice });
  if (!isRunAgain()) printError(texts.running);
  try {
    printCells(await cellsOn(await loopbackDevice()), json);
  } catch (error) {
    if (!(error instanceof CaptureNotPermitted || error instanceof NothingCaptures)) throw error;
    if (mayRunAgain(error)) {
      printError(texts.privateNetwork);
      return runAgain();
    }
    notice(texts.notCaptured(error.message));
    printCells(await cellsOn(undefined), json);
  }
  return 0;
}

function printCells(cells: readonly Cell[], json: boolean): void {
  const shown = cells.map((cell) => ({ ...cell, capture: cell.capture && relative(process.cwd(), cell.capture) }));
  const printed = linePrinter();
  if (json) for (const cell of shown) printData(safeJson(cell));
  else for (const line of tableLines(shown, process.stdout.columns)) print(printed(line).trimEnd());
}
