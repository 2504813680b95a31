import { printable } from "../../../terminal/printable.ts";
import { paint } from "../../../terminal/style.ts";
import type { Assertion } from "./query.ts";
import { AssertionFault } from "./query-fault.ts";
import { judgeAssertion } from "./judge.ts";
import { parseAssertion } from "./parse-statement.ts";
import { ofKind, readEvidence } from "../../../exercises/capture-evidence.ts";
import { texts } from "../../../exercises/texts.ts";

/** Prints for each assertion whether it is true of the capture, and what was found where. Returns whether all are true. */
export async function assertCapture(path: string, sources: readonly string[]): Promise<boolean> {
  const assertions = sources.map(understood);
  const evidence = await readEvidence(path);
  const damage = ofKind(evidence, "problem").find(({ severity }) => severity === "damaged");
  if (damage !== undefined) throw texts.notACapture(path, damage.message);
  let all = true;
  for (const [index, assertion] of assertions.entries()) {
    const { ok, found, where } = judgeAssertion(assertion, evidence);
    all &&= ok;
    const mark = ok ? paint("safe", texts.holds) : paint("danger", texts.holdsNot);
    console.log(`${mark}  ${printable(sources[index]!)}`);
    console.log(`         ${printable(found)}; ${printable(where ?? path)}`);
  }
  return all;
}

function understood(source: string): Assertion {
  try {
    return parseAssertion(source);
  } catch (error) {
    if (!(error instanceof AssertionFault)) throw error;
    throw texts.assertionFault(source, error.message, error.position);
  }
}
