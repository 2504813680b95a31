import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ensureClassCertificates } from "../../certs/class-certificates.ts";
import { CaptureNotPermitted } from "../../sniffer/capture/capture-refused.ts";
import { listDevices } from "../../sniffer/capture/devices.ts";
import {
  isInPrivateNamespace,
  isRunAgain,
  privateNamespaceFault,
  runInPrivateNamespace,
} from "../../sniffer/capture/private-namespace.ts";
import type { ComparedCapture } from "../../sniffer/compare/compared-capture.ts";
import { compare } from "../../sniffer/compare/comparison.ts";
import { comparisonText } from "../../sniffer/compare/comparison-text.ts";
import { readForComparison } from "../../sniffer/compare/read-for-comparison.ts";
import { capturesFolder, certsFolder } from "../work-folder.ts";
import { conversation } from "./conversation.ts";
import { playConversation } from "./play-conversation.ts";
import { texts } from "./texts.ts";

/** Columns of the comparison where output is no terminal. */
const usualWidth = 100;

/**
 * The whole lesson in one go: the same conversation in the clear and over TLS, captured for real, printed side by side. Returns the exit
 * code: 0 only if every line was found in the plain capture and none in the TLS one.
 */
export async function runDemo(say: (line: string) => void): Promise<number> {
  try {
    return await lesson(say);
  } catch (error) {
    // Without the right to capture, an ordinary user still has it on a loopback of their own.
    if (!(error instanceof CaptureNotPermitted) || isInPrivateNamespace() || privateNamespaceFault() !== undefined)
      throw error;
    say(texts.privateNetwork);
    return runInPrivateNamespace([process.execPath, ...process.execArgv, process.argv[1]!, ...process.argv.slice(2)]);
  }
}

async function lesson(say: (line: string) => void): Promise<number> {
  const device = (await listDevices()).find(({ isLoopback }) => isLoopback)?.name ?? "lo";
  mkdirSync(capturesFolder, { recursive: true });
  const plainFile = join(capturesFolder, "demo-plain.pcap");
  const tlsFile = join(capturesFolder, "demo-tls.pcap");
  if (!isRunAgain()) say(texts.playing("plain"));
  const plainPackets = await playConversation(conversation, { device, captureFile: plainFile });
  say(texts.captured(plainPackets, shown(plainFile)));
  const tls = await ensureClassCertificates(certsFolder);
  say(texts.playing("tls"));
  const tlsPackets = await playConversation(conversation, { device, captureFile: tlsFile, tls });
  say(texts.captured(tlsPackets, shown(tlsFile)));
  const comparison = compare(await readForComparison(plainFile), await readForComparison(tlsFile));
  say("");
  for (const line of comparisonText(comparison, { width: process.stdout.columns ?? usualWidth })) say(line);
  say("");
  for (const line of explainedHeader(comparison.second)) say(line);
  say(texts.readable(readablePercent(comparison.first), readablePercent(comparison.second)));
  return proof(plainFile, tlsFile, say);
}

/** The header of the first record that carries a message, byte by byte. */
function explainedHeader({ messages }: ComparedCapture): readonly string[] {
  for (const { content } of messages) {
    if (content.kind === "record") return texts.header(content.contentType, content.recordVersion, content.length);
  }
  return [];
}

/** How much of what the messages took on the wire is readable text, in percent. */
function readablePercent({ messages }: ComparedCapture): number {
  const bytesOf = (counted: typeof messages) => counted.reduce((sum, { bytes }) => sum + bytes, 0);
  const readable = bytesOf(messages.filter(({ content }) => content.kind === "text"));
  return messages.length === 0 ? 0 : Math.round((100 * readable) / bytesOf(messages));
}

/** Looks for the words themselves in the bytes of both files: no decoder can be wrong about that. */
function proof(plainFile: string, tlsFile: string, say: (line: string) => void): number {
  const [plain, tls] = [readFileSync(plainFile), readFileSync(tlsFile)];
  const inPlain = conversation.filter(({ text }) => plain.includes(text)).length;
  const inTls = conversation.filter(({ text }) => tls.includes(text)).length;
  say("");
  say(texts.proof(inPlain, inTls, conversation.length));
  const isProved = inPlain === conversation.length && inTls === 0;
  say(isProved ? texts.next(shown(plainFile), shown(tlsFile)) : texts.notProved);
  if (isProved && !isOnPath("lab")) say(texts.notOnPath);
  return isProved ? 0 : 1;
}

/** Whether a shell finds this program, too: npm's own folders are on PATH only while npm runs us. */
function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => !/(^|\/node_modules\/\.bin\/?)$/.test(folder));
  return folders.some((folder) => existsSync(join(folder, program)));
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}
