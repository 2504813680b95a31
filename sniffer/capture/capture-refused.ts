import { LabError } from "../../lab/lab-error.ts";
import { printable } from "../../lab/terminal/printable.ts";
import type { DumperMessage, DumpRequest } from "./dumper-protocol.ts";
import { words } from "./words.ts";

/** The system lets this user capture nothing on the device. A private namespace may help: `runInPrivateNamespace`. */
export class CaptureNotPermitted extends LabError {}

/** Why a device could not be opened, as an error that says what to do about it. */
export function captureRefused(failure: DumperMessage & { kind: "failed" }, request: DumpRequest): LabError {
  const device = printable(request.device);
  const message = printable(failure.message);
  switch (failure.why) {
    case "permission": {
      const isRoot = process.getuid?.() === 0;
      const hint = isRoot ? words.noRightAsRootHint : words.noRightHint(sudoCommand(process.argv.slice(1)));
      return new CaptureNotPermitted(words.noRight(device), hint);
    }
    case "device":
      return new LabError(words.noSuchDevice(device), words.devices((failure.devices ?? []).map(printable)));
    case "filter":
      return new LabError(words.badFilter(printable(request.filter), message), words.badFilterHint);
    case "build":
      return new LabError(words.capNotBuilt(message), words.doctorHint);
    default:
      return new LabError(words.notOpened(device, message), words.doctorHint);
  }
}

/** This program as root, with these arguments: with full paths, since sudo looks for programs in folders of its own. */
export function sudoCommand(programArguments: readonly string[]): string {
  return ["sudo", process.execPath, ...programArguments].map(quoted).join(" ");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${printable(argument).replaceAll("'", "'\\''")}'`;
}
