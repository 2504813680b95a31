import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import type { DumperMessage, DumpRequest } from "./dumper-protocol.ts";
import { texts } from "./texts.ts";

/**
 * The system does not allow this user to capture on the device. A private namespace may help: `runAgain`.
 */
export class CaptureNotPermitted extends LabError {}

/** No program here can capture: npm cap was not built, and neither tcpdump nor dumpcap is installed. */
export class NothingCaptures extends LabError {}

/** Why a device could not be opened, as an error with the remedy. */
export function captureRefused(failure: DumperMessage & { kind: "failed" }, request: DumpRequest): LabError {
  const device = printable(request.device);
  const message = printable(failure.message);
  switch (failure.why) {
    case "permission": {
      return new CaptureNotPermitted(texts.noRight(device), rightHint());
    }
    case "device":
      return new LabError(texts.noSuchDevice(device), texts.devices((failure.devices ?? []).map(printable)));
    case "filter":
      return new LabError(texts.badFilter(printable(request.filter), message), texts.badFilterHint);
    case "build":
      return new NothingCaptures(texts.nothingCaptures, texts.nothingCapturesHint);
    default:
      return new LabError(texts.notOpened(device, message), texts.doctorHint);
  }
}

function rightHint(): string {
  if (process.getuid?.() !== 0) return texts.noRightHint(sudoCommand(process.argv.slice(1)));
  // In a private namespace npm cap and dumpcap capture, and tcpdump does not.
  return process.env.LAB_PRIVATE_NETWORK !== undefined ? texts.noRightInSandboxHint : texts.noRightAsRootHint;
}

/**
 * The command that runs this program as root with these arguments. It has full paths, because sudo looks for programs
 * in its own folders.
 */
export function sudoCommand(programArguments: readonly string[]): string {
  return ["sudo", process.execPath, ...programArguments].map(shellQuoted).join(" ");
}
