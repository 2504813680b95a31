import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ChatClient, type ClientOptions, connectClient } from "../../chat/client.ts";
import { NotTls, RefusedByServer } from "../../chat/client-errors.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { keyedHash, type Student } from "../student/student.ts";
import { texts } from "./texts.ts";

/** What the bot is called in the chat, unless another one has that name. */
export const botName = "bot";

/** Whose bot it is, where it goes, and how. */
export interface JoinOptions {
  readonly student: Student;
  readonly mode: "plain" | "tls";
  readonly host: string;
  readonly port: number;
  readonly maxVersion: "TLSv1.2" | "TLSv1.3" | undefined;
  readonly workFolder: string;
}

/** The bot in the room, and the random number of its ClientHello, where it spoke TLS. */
interface BotInRoom {
  readonly client: ChatClient;
  readonly clientRandom: () => string | undefined;
}

/** Joins as "bot", or under a name of its own where that is refused: a class may share one server. */
export async function joinAsBot(
  { student, mode, host, port, maxVersion, workFolder }: JoinOptions,
  { onDelivery, onClose }: Required<Pick<ClientOptions, "onDelivery" | "onClose">>,
): Promise<BotInRoom> {
  const caFile = join(workFolder, "certs", "ca.pem");
  const ca = existsSync(caFile) ? readFileSync(caFile, "utf8") : undefined;
  const tls = mode === "plain" ? undefined : { ca, maxVersion };
  let random: string | undefined;
  const joinAs = (name: string) =>
    connectClient({
      ...{ host, port, name, tls, onDelivery, onClose },
      // Where it joins twice, the second connection is the conversation.
      onWire: (direction, bytes) => {
        if (mode === "tls" && direction === "sent") random = randomOfClientHello(bytes) ?? random;
      },
    });
  const other = `${botName}-${keyedHash(student, "name of the bot").slice(0, 6)}`;
  try {
    const client = await joinAs(botName).catch((error: unknown) => {
      const isName = error instanceof RefusedByServer && error.code.startsWith("name-");
      if (!isName) throw error;
      return joinAs(other);
    });
    return { client, clientRandom: () => random };
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
 * Before a ClientHello's random number: record header (RFC 8446 section 5.1), message header and version (section
 * 4.1.2).
 */
const randomStart = 5 + 4 + 2;
const randomLength = 32;
const handshakeRecord = 0x16;
const clientHello = 0x01;

/** The random number of a ClientHello that begins these bytes, in hexadecimal. */
function randomOfClientHello(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== handshakeRecord || bytes[5] !== clientHello || bytes.length < randomStart + randomLength) {
    return undefined;
  }
  return Buffer.from(bytes.subarray(randomStart, randomStart + randomLength)).toString("hex");
}
