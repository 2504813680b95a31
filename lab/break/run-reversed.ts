import { LabError } from "../../terminal/lab-error.ts";
import { openReversed } from "./attacks/open-messages.ts";
import { byHand } from "./by-hand.ts";
import { readLayers } from "./capture/read-layers.ts";
import { mustBeFor } from "./capture/what-is-needed.ts";
import { byHandReport, conversationReport, costReport, found, show } from "./report.ts";
import { texts } from "./texts.ts";

/** `lab break reversed`: the public key opens what the private key has "encrypted". Throws LabError. */
export async function breakReversed(file: string): Promise<void> {
  const start = performance.now();
  const capture = await readLayers(file);
  mustBeFor("reversed", capture);
  const opened = openReversed(capture);
  if (opened === undefined) throw new LabError(texts.reversedNot, texts.reversedNotHint);
  await show([
    ...[...costReport(start), ...found(texts.reversedFound), ...conversationReport(opened)],
    ...byHandReport(texts.byHand, [
      ...[byHand.folder, byHand.lines(file), ...byHand.reversed(), ...byHand.openFernet()],
    ]),
  ]);
}
