import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connectClient } from "../../chat/client/client.ts";
import { NotTls, RefusedByServer } from "../../chat/client/client-errors.ts";
import type { ChatClient, ClientOptions } from "../../chat/client/client-options.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { keyedHash, type Student } from "../student/student.ts";
import { texts } from "./texts.ts";

/** The bot's name in the chat, unless it is taken. */
export const botName = "bot";

/** Whose bot it is, where it connects, and how. */
export interface JoinOptions {
  readonly student: Student;
  readonly mode: "plain" | "tls";
  readonly host: string;
  readonly port: number;
  readonly maxVersion: "TLSv1.2" | "TLSv1.3" | undefined;
  /** Whether it accepts every certificate. */
  readonly insecure?: boolean;
  readonly workFolder: string;
}

/** The callbacks for the bot's events. */
interface BotListener extends Required<Pick<ClientOptions, "onDelivery" | "onClose">> {
  /**
   * The random number of its ClientHello, in hexadecimal. If it joins twice, the second connection is the conversation.
   */
  readonly onClientRandom: (random: string) => void;
}

/** Joins as "bot", or under another name if that is refused: a class may share one server. */
export async function joinAsBot(
  { student, mode, host, port, maxVersion, insecure, workFolder }: JoinOptions,
  { onDelivery, onClose, onClientRandom }: BotListener,
): Promise<ChatClient> {
  const caFile = join(workFolder, "certs", "ca.pem");
  const ca = existsSync(caFile) ? readFileSync(caFile, "utf8") : undefined;
  const tls = mode === "plain" ? undefined : { ca, maxVersion, insecure };
  const joinAs = (name: string) =>
    connectClient({
      ...{ host, port, name, tls, onDelivery, onClose },
      onWire: (direction, bytes) => {
        const random = mode === "tls" && direction === "sent" ? randomOfClientHello(bytes) : undefined;
        if (random !== undefined) onClientRandom(random);
      },
    });
  const other = `${botName}-${keyedHash(student, "name of the bot").slice(0, 6)}`;
  try {
    return await joinAs(botName).catch((error: unknown) => {
      const isName = error instanceof RefusedByServer && error.code.startsWith("name-");
      if (!isName) throw error;
      return joinAs(other);
    });
  } catch (error) {
    throw ofWrongMode(error) ?? error;
  }
}

/** What the student can do about a server in the other mode: it is their own. */
function ofWrongMode(error: unknown): LabError | undefined {
  if (error instanceof NotTls) return new LabError(texts.serverIsPlain, texts.restartWithTls);
  const isTlsOnly = error instanceof RefusedByServer && error.code === "tls-only";
  return isTlsOnly ? new LabError(texts.serverIsTls, texts.restartInTheClear) : undefined;
}

/**
 * Bytes before a ClientHello's random number: record header (RFC 8446 section 5.1), message header and version (section
 * 4.1.2).
 */
const randomStart = 5 + 4 + 2;
const randomLength = 32;
const handshakeRecord = 0x16;
const clientHello = 0x01;

/** The random number of a ClientHello at the start of these bytes, in hexadecimal. */
function randomOfClientHello(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== handshakeRecord || bytes[5] !== clientHello || bytes.length < randomStart + randomLength) {
    return undefined;
  }
  return Buffer.from(bytes.subarray(randomStart, randomStart + randomLength)).toString("hex");
}
