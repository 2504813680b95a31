import { inMilliseconds } from "../../sniffer/capture/frame.ts";
import type { CertificateFacts } from "../../sniffer/wire/tls/certificate-facts.ts";
import { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { type CaptureEvidence, readEvidence } from "../evidence/capture-evidence.ts";

/** A line of a client. */
interface SaidLine {
  readonly text: string;
  readonly packet: number;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** One connection of a leg: the parts that the exercise needs. */
export interface Conversation {
  readonly isTls: boolean;
  /** The random number of its ClientHello, in hexadecimal. */
  readonly clientRandom: string | undefined;
  /** The client's lines, unencrypted or opened with the key. */
  readonly lines: readonly SaidLine[];
  /** The certificate from the server's end. */
  readonly certificate: CertificateFacts | undefined;
  /** The alert that the client sent instead of a line, and its packet. */
  readonly alert: { readonly name: string; readonly packet: number } | undefined;
  /** Records of application data from the client. */
  readonly applicationData: number;
}

/** How long a line may take through the attacker, in milliseconds. */
const MAX_WAY = 2_000;

/** Reads a leg with the keys inside its file. */
export async function readLeg(path: string): Promise<readonly Conversation[]> {
  const evidence = await readEvidence(path, new Secrets());
  const numbers = new Set(evidence.observations.flatMap((one) => (one.kind === "connection" ? [one.connection] : [])));
  return [...numbers].map((number) => conversationOf(evidence, number));
}

function conversationOf({ observations }: CaptureEvidence, connection: number): Conversation {
  const own = observations.filter((one) => "connection" in one && one.connection === connection);
  const messages = own.filter((one) => one.kind === "tls-message");
  const hello = messages.find(({ message }) => message === "client_hello");
  const alert = own.find((one) => one.kind === "tls-alert" && one.from === "client" && isRefusal(one.description));
  return {
    isTls: hello !== undefined,
    clientRandom: hello?.random,
    lines: own.flatMap((one) =>
      one.kind === "text" && one.from === "client"
        ? [{ text: one.text, packet: one.packet, at: inMilliseconds(one.time) }]
        : [],
    ),
    certificate: messages.find(({ certificates }) => certificates !== undefined)?.certificates?.[0],
    alert: alert?.kind === "tls-alert" ? { name: alert.description ?? "", packet: alert.packet } : undefined,
    applicationData: own.filter(
      (one) =>
        one.kind === "tls-record" &&
        one.from === "client" &&
        (one.innerContentType ?? one.contentType) === "application_data",
    ).length,
  };
}

const isRefusal = (description: string | undefined) => description !== undefined && description !== "close_notify";

/** A line that was changed on its way: as the client sent it, and as the server got it. */
interface ChangedLine {
  readonly said: SaidLine;
  readonly arrived: SaidLine;
}

/**
 * The conversation with the server that belongs to one with a client. Every line of the client has its counterpart on
 * the other leg, in the same order, a moment later. Legs of different runs have other times, and do not fit.
 */
export function otherLeg(left: Conversation, right: readonly Conversation[]): Conversation | undefined {
  return right.find(
    ({ isTls, lines }) =>
      isTls === left.isTls &&
      lines.length === left.lines.length &&
      lines.length > 0 &&
      lines.every(({ at }, index) => at >= left.lines[index]!.at && at - left.lines[index]!.at <= MAX_WAY),
  );
}

/** The line with these words, if it reached the server changed. */
export function changedLine(left: Conversation, right: Conversation, words: string): ChangedLine | undefined {
  const index = left.lines.findIndex(({ text }) => text.includes(words));
  const [said, arrived] = [left.lines[index], right.lines[index]];
  if (said === undefined || arrived === undefined || arrived.text.includes(words)) return undefined;
  return { said, arrived };
}
