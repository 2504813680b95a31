import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { flipped, linesWithHash, messageIn, replayed, type SendFault } from "./attacks/messages-to-send.ts";
import { byHand } from "./by-hand.ts";
import type { LayersCapture } from "./capture/layers-capture.ts";
import { readLayers } from "./capture/read-layers.ts";
import { acceptedHash, type MessageLine, mustBeFor, NotInCapture } from "./capture/what-is-needed.ts";
import { byHandReport, costReport, found, type Report, said, show } from "./report.ts";
import { sendLines } from "./send-lines.ts";
import { texts } from "./texts.ts";

/** The server for a forged line. */
interface SendOptions {
  readonly packet: number;
  readonly as: string;
  /** HOST:PORT of the student's own server. */
  readonly to: string;
  readonly print?: true;
}

/** `lab break replay`: a message again, under any name. Throws LabError. */
export async function breakReplay(file: string, options: SendOptions): Promise<void> {
  const start = performance.now();
  const as = nameFrom(options.as);
  const capture = await readLayers(file);
  const line = orFault(replayed(capture, options.packet, as));
  await show([...costReport(start), ...(await forged(capture, line, options))]);
}

/** `lab break flip`: changes words in a message, without its key. Throws LabError. */
export async function breakFlip(
  file: string,
  options: SendOptions & { readonly change: string; readonly at?: number },
): Promise<void> {
  const start = performance.now();
  const { from, to } = changeFrom(options.change);
  const as = nameFrom(options.as);
  const capture = await readLayers(file);
  mustBeFor("flip", capture);
  const message = orFault(messageIn(capture, options.packet));
  if (message.kind === "token") throw new NotInCapture({ kind: "no-line", line: "streamed" });
  const place: Place =
    options.at === undefined ? await placeOf(capture, message, from) : { at: options.at, guesses: 0 };
  const line = orFault(flipped(message, { from, to, at: place.at }));
  const sent = await forged(capture, line, { ...options, as });
  await show([...costReport(start, place), ...sent, ...byHandReport(texts.byHandMd5, byHand.flip(line))]);
}

interface Place {
  readonly at: number;
  /** The number of guesses, and of what. */
  readonly guesses: number;
  readonly of?: string;
}

/** The place of the words in a message, read without the key: enough lines with one keystream reveal it. */
async function placeOf(
  capture: LayersCapture,
  message: MessageLine & { kind: "streamed" },
  words: string,
): Promise<Place> {
  const { guessedKeystream } = await import("./run-xor.ts");
  const { bytes, guesses } = guessedKeystream(capture);
  const read = Buffer.from(message.sealed.map((byte, index) => byte ^ bytes[index]!));
  const at = read.indexOf(words);
  if (at !== -1) return { at, guesses, of: texts.guessesOf.keystream };
  throw new LabError(texts.wordsNotRead(printable(words), printable(read.toString())), texts.wordsNotReadHint);
}

/** Sends a line, or only shows it. */
async function forged(capture: LayersCapture, line: string, { as, to, print }: SendOptions): Promise<Report> {
  const { host, port } = readHostAndPort(to) ?? {};
  if (host === undefined || !isPort(port)) {
    throw new LabError(texts.targetUnfit(printable(to)), texts.targetHint, 2);
  }
  const lines = linesWithHash(acceptedHash(capture), as, line);
  if (!print) await sendLines(host, port, lines);
  return [
    ...[...said(texts.lineIs), ...found(line)],
    ...said(print ? texts.notSent : texts.sent(printable(as), printable(to))),
    ...byHandReport(texts.byHand, byHand.send(lines, host, port)),
  ];
}

function orFault<T extends string | MessageLine>(result: T | SendFault): T {
  if (!isFault(result)) return result;
  if (result.fault === "outside") throw new LabError(texts.outside(result.at, result.length), texts.outsideHint, 2);
  throw new LabError(texts.noMessageIn(result.packet), texts.noMessageInHint(result.packets));
}

function isFault(result: string | MessageLine | SendFault): result is SendFault {
  return typeof result === "object" && "fault" in result;
}

/** OLD=NEW, of the same length in bytes. */
function changeFrom(change: string): { readonly from: string; readonly to: string } {
  const at = change.indexOf("=");
  if (at < 1) throw new LabError(texts.changeUnfit(printable(change)), texts.changeHint, 2);
  const [from, to] = [change.slice(0, at), change.slice(at + 1)];
  const [before, after] = [Buffer.byteLength(from), Buffer.byteLength(to)];
  if (before === after) return { from, to };
  throw new LabError(texts.otherLength(before, after), texts.otherLengthHint, 2);
}

function nameFrom(text: string): string {
  if (/^[^\s[\]*!#~/][^\s[\]]{0,30}$/u.test(text)) return text;
  throw new LabError(texts.nameUnfit(printable(text.slice(0, 40))), texts.nameHint, 2);
}
