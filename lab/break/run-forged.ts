import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { type FlipFault, flipped, linesWithHash, messageIn, replayed } from "./attacks/messages-to-send.ts";
import { byHand } from "./by-hand.ts";
import type { LayersCapture } from "./capture/layers-capture.ts";
import { readLayers } from "./capture/read-layers.ts";
import { acceptedHash, type MessageLine, mustBeFor, NotInCapture } from "./capture/what-is-needed.ts";
import { printByHand, printFound, say } from "./print.ts";
import { sendLines } from "./send-lines.ts";
import { texts } from "./texts.ts";

/** Where a forged line goes. */
interface SendOptions {
  readonly packet: number;
  readonly as: string;
  /** HOST:PORT of the student's own server. */
  readonly to: string;
  readonly print?: true;
}

/** `lab break replay`: a message again, under any name. Throws LabError. */
export async function breakReplay(file: string, options: SendOptions): Promise<void> {
  const capture = await readLayers(file);
  const line = orFault(replayed(capture, options.packet, nameFrom(options.as)));
  await forge(capture, line, options);
}

/** `lab break flip`: other words in a message, without its key. Throws LabError. */
export async function breakFlip(
  file: string,
  options: SendOptions & { readonly change: string; readonly at?: number },
): Promise<void> {
  const { packet, change } = options;
  const [from = "", to] = splitOnce(change);
  if (from === "" || to === undefined) throw new LabError(texts.changeUnfit(printable(change)), texts.changeHint, 2);
  const capture = await readLayers(file);
  mustBeFor("flip", capture);
  const message = messageIn(capture, packet);
  if (message.kind === "token") throw new NotInCapture({ kind: "no-line", line: "streamed" });
  const at = options.at ?? (await placeOf(file, message, from));
  const line = orFault(message.kind === "no-message" ? message : flipped(message as never, { from, to, at }));
  await forge(capture, line, { ...options, as: nameFrom(options.as) });
  printByHand(texts.byHand, byHand.flip(line));
}

/** Where the words are in a message, by reading it without the key: enough lines under one keystream tell. */
async function placeOf(file: string, message: MessageLine | FlipFault, words: string): Promise<number> {
  if (message.kind !== "streamed") return 0;
  const { guessedKeystream } = await import("./run-xor.ts");
  const keystream = await guessedKeystream(file);
  const read = Buffer.from(message.sealed.map((byte, index) => byte ^ keystream[index]!));
  const at = read.indexOf(words);
  if (at !== -1) return at;
  throw new LabError(texts.wordsNotRead(printable(words), printable(read.toString())), texts.wordsNotReadHint);
}

async function forge(capture: LayersCapture, line: string, { as, to, print }: SendOptions): Promise<void> {
  const { host, port } = readHostAndPort(to) ?? {};
  if (host === undefined || !isPort(port)) {
    throw new LabError(texts.targetUnfit(printable(to)), texts.targetHint, 2);
  }
  const lines = linesWithHash(acceptedHash(capture), as, line);
  say(texts.lineIs);
  printFound(line);
  if (print) say(texts.notSent);
  else {
    await sendLines(host, port, lines);
    say(texts.sent(printable(as), printable(to)));
  }
  printByHand(texts.byHand, byHand.send(lines, host, port));
}

function orFault(result: string | FlipFault): string {
  if (typeof result === "string") return result;
  if (result.kind === "no-message")
    throw new LabError(texts.noMessageIn(result.packet), texts.noMessageInHint(result.packets));
  if (result.kind === "outside") throw new LabError(texts.outside(result.at, result.length), texts.outsideHint, 2);
  throw new LabError(texts.otherLength(result.from, result.to), texts.otherLengthHint, 2);
}

function nameFrom(text: string): string {
  if (/^[^\s[\]*!#~/][^\s[\]]{0,30}$/u.test(text)) return text;
  throw new LabError(texts.nameUnfit(printable(text.slice(0, 40))), texts.nameHint, 2);
}

function splitOnce(text: string): readonly [string, string?] {
  const at = text.indexOf("=");
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
