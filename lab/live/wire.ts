import type { Mode } from "../../exercises/bot/guest.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { texts } from "./texts.ts";

/** One thing that crossed the wire. Untrusted text and bytes. */
export interface WireEntry {
  /** Which connection and place: what turns out to be a part of the handshake replaces what it was taken for. */
  readonly key: string;
  readonly mode: Mode;
  /** Who is at the client's end of the connection, and whether this went to the server or came from it. */
  readonly who: string;
  readonly isToServer: boolean;
  /** "message" is a line or a record that may carry one; a part of the handshake or an alert is "handshake". */
  readonly kind: "message" | "handshake";
  /** A line as it was read in the clear, or the name of the part of the handshake. */
  readonly text: string | undefined;
  /** The five bytes in front of a record; none in the clear. */
  readonly header: Uint8Array;
  /** The first bytes that follow, at most `MAX_BODY_BYTES`, and how many there were on the wire. */
  readonly body: Uint8Array;
  readonly bodyLength: number;
}

/** Most bytes kept of one entry. */
const MAX_BODY_BYTES = 1024;
const none = new Uint8Array(0);

/** Whose connection each is: the stage opens them in a known order. */
export class Owners {
  private expected: string[];
  private readonly owners = new Map<number, string>();

  constructor(expected: readonly string[]) {
    this.expected = [...expected];
  }

  /** These will open a connection next, in this order; a person who was expected before and never came is no longer expected. */
  expect(people: readonly string[]): void {
    this.expected = [...people];
  }

  opened(connection: number): void {
    const owner = this.owners.has(connection) ? undefined : this.expected.shift();
    if (owner !== undefined) this.owners.set(connection, owner);
  }

  nameOf(connection: number): string {
    return this.owners.get(connection) ?? texts.unknownClient(connection);
  }
}

/** What observations show of the wire; packets without content show nothing. */
export function wireEntries(observations: readonly Observation[], owners: Owners): readonly WireEntry[] {
  return observations.flatMap((observation): WireEntry[] => {
    if (observation.kind === "connection") {
      owners.opened(observation.connection);
      return [];
    }
    if (!("offset" in observation) || observation.kind === "conflict") return [];
    const { connection, from, offset } = observation;
    const who = owners.nameOf(connection);
    const place = { key: `${connection} ${from} ${offset}`, who, isToServer: from === "client", header: none };
    switch (observation.kind) {
      case "text":
        return [{ ...place, mode: "plain", kind: "message", text: observation.text, ...bodyOf(observation) }];
      case "binary":
        return [{ ...place, mode: "plain", kind: "message", text: undefined, ...bodyOf(observation) }];
      case "tls-record": {
        // A record in the clear shows as the messages that it holds.
        if (observation.contentType !== "application_data") return [];
        const header = Buffer.from(observation.header, "hex");
        return [{ ...place, mode: "tls", kind: "message", text: undefined, header, ...bodyOf(observation) }];
      }
      case "tls-message": {
        const { message, guess, serverName, suite, version } = observation;
        const text = guess ? texts.hiddenMessage(message) : texts.message(message, serverName, suite && version, suite);
        return [{ ...place, mode: "tls", kind: "handshake", text, ...bodyOf(observation) }];
      }
      case "tls-alert": {
        const text = observation.guess ? texts.hiddenAlert : texts.alert(observation.description);
        return [{ ...place, mode: "tls", kind: "handshake", text, body: none, bodyLength: 0 }];
      }
      default:
        return [];
    }
  });
}

function bodyOf({ bytes = none, length }: { readonly bytes?: Uint8Array; readonly length: number }) {
  return { body: bytes.slice(0, MAX_BODY_BYTES), bodyLength: length };
}
