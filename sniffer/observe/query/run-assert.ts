import { LabError } from "../../../terminal/lab-error.ts";
import { print, printData } from "../../../terminal/print.ts";
import { printable } from "../../../terminal/printable.ts";
import { paint } from "../../../terminal/style.ts";
import type { CaptureItem } from "../../capture/frame.ts";
import { openToDecode } from "../../capture/open-to-decode.ts";
import type { Observation } from "../observation.ts";
import { observeCapture } from "../observe-capture.ts";
import { safeJson } from "../print-json.ts";
import { type Unlock, unlockBySelf } from "../unlock.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { parseStatement } from "./parse-statement.ts";
import { needsBytes, type Statement } from "./query.ts";
import { QueryFault } from "./query-fault.ts";
import { queryRefused } from "./query-refused.ts";
import { texts } from "./texts.ts";

const example = `The file comes first, then each statement in single quotes, such as:
  lab assert work/captures/02.pcap 'text contains "hola"' 'tls.version is 1.3'`;

/**
 * Prints for each statement whether it is true for the capture file, with what was found where. Returns whether all are
 * true.
 */
export async function runAssert(
  path: string,
  sources: readonly string[],
  { json = false, unlock = unlockBySelf }: { readonly json?: boolean; readonly unlock?: Unlock },
): Promise<boolean> {
  const statements = sources.map(understood);
  const judges = statements.map(judgeOf);
  await show(
    path,
    unlock,
    judges,
    statements.some((one) => one.kind === "count" && needsBytes(one.query)),
  );
  const judgements = judges.map((judge) => judge.judgement());
  for (const [at, { ok, found, packets, packetCount }] of judgements.entries()) {
    const statement = sources[at]!;
    if (json) printData(safeJson({ kind: "assertion", statement, ok, found, packets, packetCount }));
    else {
      print(`${ok ? paint("safe", texts.holds) : paint("danger", texts.holdsNot)}  ${printable(statement)}`);
      print(`         ${printable(found)}; ${printable(texts.places(path, packets, packetCount))}`);
    }
  }
  return judgements.every(({ ok }) => ok);
}

function understood(source: string): Statement {
  try {
    return parseStatement(source);
  } catch (error) {
    throw error instanceof QueryFault ? queryRefused(source, error, example) : error;
  }
}

/** Gives the whole capture to the judges. Throws LabError if the file is not a capture. */
async function show(path: string, unlock: Unlock, judges: readonly Judge[], keepBytes: boolean): Promise<void> {
  const { capture, secrets } = unlock(openToDecode([path])(path));
  const look = (observations: readonly Observation[], item?: CaptureItem) => {
    if (item?.kind === "capture-problem" && item.severity === "damaged")
      throw new LabError(printable(texts.notACapture(path, item.message)), texts.notACaptureHint);
    const bytes = item?.kind === "frame" ? item.bytes : undefined;
    for (const judge of judges) judge.take(observations, () => bytes);
  };
  await observeCapture(capture, look, { keepBytes, secrets });
}
