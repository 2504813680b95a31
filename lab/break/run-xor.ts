import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { printable } from "../../terminal/printable.ts";
import { showFullScreen } from "../../terminal/screen/full-screen.ts";
import { byHand } from "./by-hand.ts";
import { type CapturedLine, type LayersCapture, ofKind } from "./capture/layers-capture.ts";
import { readLayers } from "./capture/read-layers.ts";
import { messagesOf, mustBeFor, NotInCapture } from "./capture/what-is-needed.ts";
import { byHandReport, costReport, messageLine, type Report, said, show } from "./report.ts";
import { texts as breakTexts } from "./texts.ts";
import { type CribModel, knownOf } from "./xor/crib-model.ts";
import { cribProgram } from "./xor/crib-program.ts";
import { type FoundKeystream, findKeystream } from "./xor/find-keystream.ts";
import { type KnownKeystream, keystreamUnder, placements, textOf } from "./xor/keystream.ts";
import type { LanguageModel } from "./xor/language-model.ts";
import { spanishModel } from "./xor/spanish-model.ts";
import { texts } from "./xor/texts.ts";

/** Most messages that are compared. */
const MAX_MESSAGES = 300;
/** Places for a crib that are printed. */
const PRINTED_PLACES = 5;

interface XorOptions {
  readonly packets?: readonly number[];
  readonly crib?: string;
}

type Message = CapturedLine<Extract<CapturedLine["line"], { kind: "streamed" }>>;

/** `lab break xor`: many lines with one keystream, without the key. Throws LabError. */
export async function breakXor(file: string, { packets, crib }: XorOptions): Promise<void> {
  const messages = chosen(streamedMessages(await readLayers(file)), packets);
  if (messages.length < 2) throw new LabError(texts.tooFew(messages.length), texts.tooFewHint);
  if (crib === "") throw new LabError(texts.emptyCrib, texts.cribHint, 2);
  const lines = messages.map(({ line }) => line.sealed);
  let made: LanguageModel | undefined;
  const language = () => {
    made ??= spanishModel();
    return made;
  };
  const start = performance.now();
  const isScreen = isOnTerminal() && (packets ?? crib) !== undefined;
  let report: Report;
  if (isScreen) report = linesReport(messages, knownOf(await slide(messages, crib ?? "", language)));
  else if (crib !== undefined) {
    const { places, read } = placedCrib(messages, crib, language(), packets === undefined ? undefined : [0]);
    report = [...read, "", ...costReport(start, { guesses: places, of: breakTexts.guessesOf.places })];
  } else {
    const { bytes, guesses } = findKeystream(lines, language());
    report = [
      ...[...linesReport(messages, new Map(bytes.entries())), ""],
      ...costReport(start, { guesses, of: breakTexts.guessesOf.keystream }),
      ...said(texts.automatic(lines.length)),
      ...(lines.length === 2 ? said(texts.twoLines) : []),
    ];
  }
  const [one, other] = lines.map((line) => Buffer.from(line).toString("hex"));
  await show([...report, ...byHandReport(breakTexts.byHand, byHand.xor(one!, other!, crib ?? "hola"))]);
}

/** The keystream of a capture, guessed only from its lines; for attacks that need the place of words. */
export function guessedKeystream(capture: LayersCapture): FoundKeystream {
  const lines = streamedMessages(capture).map(({ line }) => line.sealed);
  return findKeystream(lines, spanishModel());
}

function streamedMessages(capture: LayersCapture): readonly Message[] {
  mustBeFor("xor", capture);
  const messages = ofKind(messagesOf(capture), "streamed").slice(0, MAX_MESSAGES);
  if (messages.length === 0) throw new NotInCapture({ kind: "no-line", line: "streamed" });
  return messages;
}

function chosen(messages: readonly Message[], packets: readonly number[] | undefined): readonly Message[] {
  if (packets === undefined) return messages;
  return packets.map((packet) => {
    const message = messages.find((one) => one.packet === packet);
    if (message !== undefined) return message;
    throw new LabError(texts.noSuchPacket(packet), texts.messagesAre(messages.map((one) => one.packet)));
  });
}

/** The screen. Resolves to what the user has fixed. */
async function slide(messages: readonly Message[], crib: string, language: () => LanguageModel): Promise<CribModel> {
  let model: CribModel = { lines: messages.map(({ line }) => line.sealed), crib, line: 0, at: 0, fixed: [] };
  await showFullScreen((screen) =>
    cribProgram({
      model,
      packets: messages.map(({ packet }) => packet),
      language,
      onLeave: (last) => {
        model = last;
        screen.leave();
      },
    }),
  );
  return model;
}

/** Without a screen: the most likely places of a crib, the number of all places, and the lines with the first one. */
function placedCrib(
  messages: readonly Message[],
  crib: string,
  model: LanguageModel,
  inLines?: readonly number[],
): { readonly places: number; readonly read: Report } {
  const lines = messages.map(({ line }) => line.sealed);
  const places = placements(lines, crib, model, inLines);
  const [best] = places;
  if (best === undefined) throw new LabError(texts.cribTooLong, texts.cribHint, 2);
  const known = keystreamUnder(lines[best.line]!, best.at, crib);
  const isWhole = best.at === 0 && known.size === lines[best.line]!.length;
  const shown = places.slice(0, PRINTED_PLACES).flatMap(({ line, at }) => {
    const under = keystreamUnder(lines[line]!, at, crib);
    const others = lines.filter((_, index) => index !== line).slice(0, 6);
    const read = others.map((sealed) => textOf(sealed, under).slice(at).replace(/·+$/, "")).join(" | ");
    return said(`  ${texts.placement(messages[line]!.packet, at).padEnd(22)} ${printable(read)}`);
  });
  const heading = isWhole ? said(texts.exact) : [...said(texts.placements), ...shown, "", ...said(texts.best)];
  return { places: places.length, read: [...heading, ...linesReport(messages, known)] };
}

function linesReport(messages: readonly Message[], known: KnownKeystream): Report {
  return messages.flatMap(({ packet, line }) =>
    messageLine(packet, printable(line.name), printable(textOf(line.sealed, known))),
  );
}
