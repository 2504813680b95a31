import { NobodyListens } from "../../chat/client/client-errors.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { sandboxMember } from "./member.ts";
import { texts } from "./texts.ts";

/**
 * If nobody listens, the server may run on the other side of the sandbox's border: adds to the error how to get there.
 * Returns every other error unchanged.
 */
export function withWayToSandbox(error: unknown): unknown {
  if (!(error instanceof NobodyListens)) return error;
  const way =
    process.env.LAB_SANDBOX !== undefined ? texts.serverNotInside : sandboxIsOpen() && texts.serverMaybeInside;
  return way ? new LabError(error.message, `${error.hint}\n${way}`) : error;
}

function sandboxIsOpen(): boolean {
  return process.platform === "linux" && sandboxMember() !== undefined;
}
