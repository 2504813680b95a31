import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, relative } from "node:path";
import { ensureClassCertificates } from "../../certs/class-certificates.ts";
import { CaptureNotPermitted, NothingCaptures } from "../../sniffer/capture/capture-refused.ts";
import { loopbackDevice } from "../../sniffer/capture/devices.ts";
import { isRunAgain, mayRunAgain, runAgain } from "../../sniffer/capture/private-namespace.ts";
import type { ComparedCapture } from "../../sniffer/compare/compared-capture.ts";
import { compare } from "../../sniffer/compare/comparison.ts";
import { comparisonText } from "../../sniffer/compare/comparison-text.ts";
import { readForComparison } from "../../sniffer/compare/read-for-comparison.ts";
import { wiresOf } from "../../sniffer/compare/wires.ts";
import { ownFile } from "../../terminal/files/own-file.ts";
import { linePrinter } from "../../terminal/screen/printed-line.ts";
import { capturesFolder, certsFolder } from "../work-folder.ts";
import { conversation } from "./conversation.ts";
import { lessonLines } from "./lesson-lines.ts";
import { playConversation } from "./play-conversation.ts";
import { texts } from "./texts.ts";

/** Columns of the comparison if output is not a terminal. */
const usualWidth = 100;

export interface DemoOptions {
  /** Prints the whole comparison, message by message, instead of the lesson. Default false. */
  readonly full?: boolean;
}

/**
 * The whole lesson in one step: the same conversation without and with TLS, captured for real, printed side by side.
 * Returns the exit code: 0 only if every line was found in the plain capture and none in the TLS one. If nothing can be
 * captured, it shows ready-made captures, and reports that.
 */
export async function runDemo(say: (line: string) => void, options: DemoOptions = {}): Promise<number> {
  try {
    return conclude(await record(say), say, options);
  } catch (error) {
    if (!(error instanceof CaptureNotPermitted || error instanceof NothingCaptures)) throw error;
    if (mayRunAgain(error)) {
      // Without the right to capture, an ordinary user still has it on a private loopback.
      say(texts.privateNetwork);
      return runAgain();
    }
    say(texts.ready(error.message));
    return conclude(readyCaptures(), say, options);
  }
}

interface Captures {
  readonly plainFile: string;
  readonly tlsFile: string;
}

async function record(say: (line: string) => void): Promise<Captures> {
  const device = await loopbackDevice();
  mkdirSync(capturesFolder, { recursive: true });
  const { plainFile, tlsFile } = kept;
  if (!isRunAgain()) say(texts.playing("plain"));
  const plainPackets = await playConversation(conversation, { device, captureFile: plainFile });
  say(texts.captured(plainPackets, shown(plainFile)));
  const tls = await ensureClassCertificates(certsFolder);
  say(texts.playing("tls"));
  const tlsPackets = await playConversation(conversation, { device, captureFile: tlsFile, tls });
  say(texts.captured(tlsPackets, shown(tlsFile)));
  return kept;
}

const kept: Captures = {
  plainFile: join(capturesFolder, "demo-plain.pcap"),
  tlsFile: join(capturesFolder, "demo-tls.pcap"),
};

/** Copies of the captures beside this file, made by this demo (see captures/README.md). */
function readyCaptures(): Captures {
  mkdirSync(capturesFolder, { recursive: true });
  for (const path of Object.values(kept)) copyFileSync(ownFile(`lab/demo/captures/${basename(path)}`), path);
  return kept;
}

async function conclude({ plainFile, tlsFile }: Captures, say: (line: string) => void, { full }: DemoOptions) {
  const comparison = compare(await readForComparison(plainFile), await readForComparison(tlsFile));
  const width = process.stdout.columns ?? usualWidth;
  say("");
  if (full) {
    const printed = linePrinter();
    for (const line of comparisonText(wiresOf(comparison), { width })) say(printed(line).trimEnd());
    say("");
    for (const line of explainedHeader(comparison.second)) say(line);
    say(texts.readable(readablePercent(comparison.first), readablePercent(comparison.second)));
    say("");
  } else for (const line of lessonLines(comparison, width)) say(line);
  return proof(plainFile, tlsFile, say);
}

/** The header of the first record with a message, byte by byte. */
function explainedHeader({ messages }: ComparedCapture): readonly string[] {
  for (const { content } of messages) {
    if (content.kind !== "record") continue;
    const { header, contentType, recordVersion, length } = content;
    return texts.header(header.match(/../g)!, contentType, recordVersion, length);
  }
  return [];
}

/** How much of the bytes of messages on the wire is readable text, in percent. */
function readablePercent({ messages }: ComparedCapture): number {
  const bytesOf = (counted: typeof messages) => counted.reduce((sum, { bytes }) => sum + bytes, 0);
  const readable = bytesOf(messages.filter(({ content }) => content.kind === "text"));
  return messages.length === 0 ? 0 : Math.round((100 * readable) / bytesOf(messages));
}

/** Looks for the words themselves in the bytes of both files, without any decoder. */
function proof(plainFile: string, tlsFile: string, say: (line: string) => void): number {
  const [plain, tls] = [readFileSync(plainFile), readFileSync(tlsFile)];
  const inPlain = conversation.filter(({ text }) => plain.includes(text)).length;
  const inTls = conversation.filter(({ text }) => tls.includes(text)).length;
  say(texts.proof(inPlain, inTls, conversation.length));
  const isProved = inPlain === conversation.length && inTls === 0;
  if (!isProved) say(texts.notProved);
  else sayNext(shown(plainFile), say);
  return isProved ? 0 : 1;
}

function sayNext(plainFile: string, say: (line: string) => void): void {
  const rows = texts.next(plainFile);
  const width = Math.max(...rows.map(([command]) => command.length));
  say("");
  say(texts.nextTitle);
  const lines = rows.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`);
  const fits = lines.every((line) => line.length <= (process.stdout.columns || Infinity));
  if (fits) for (const line of lines) say(line);
  else for (const [command, what] of rows) for (const line of [`  ${command}`, `      ${what}`]) say(line);
  if (!isOnPath("lab")) say(texts.notOnPath(existsSync(join(homedir(), ".local/bin/lab"))));
}

/** Whether a shell finds this program too: npm's own folders are on PATH only while npm runs. */
function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => !/(^|\/node_modules\/\.bin\/?)$/.test(folder));
  return folders.some((folder) => existsSync(join(folder, program)));
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}
