import type { Mode } from "../../exercises/bot/guest.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { texts } from "./texts.ts";

/** One item on the wire. Untrusted text and bytes. */
export interface WireEntry {
  /** Its connection and place: a part of the handshake replaces the earlier guess with the same key. */
  readonly key: string;
  readonly mode: Mode;
  /** The person at the client's end of the connection, and the direction. */
  readonly who: string;
  readonly isToServer: boolean;
  /** "message": a line, or a record that may carry one. "handshake": a part of the handshake, or an alert. */
  readonly kind: "message" | "handshake";
  /** An unencrypted line, or the name of the part of the handshake. */
  readonly text: string | undefined;
  /** The five bytes before a record; none without TLS. */
  readonly header: Uint8Array;
  /** The first bytes after that, at most `MAX_BODY_BYTES`, and how many there were on the wire. */
  readonly body: Uint8Array;
  readonly bodyLength: number;
}

/** Most bytes kept of one entry. */
const MAX_BODY_BYTES = 1024;
const none = new Uint8Array(0);

/** The person of each connection: the stage opens connections in a known order. */
export class Owners {
  private expected: string[];
  private readonly owners = new Map<number, string>();

  constructor(expected: readonly string[]) {
    this.expected = [...expected];
  }

  /**
   * These people will open a connection next, in this order. Someone who was expected before and did not come is no
   * longer expected.
   */
  expect(people: readonly string[]): void {
    this.expected = [...people];
  }

  /** This person comes after those who are expected: their connections may be open, and not yet seen on the wire. */
  alsoExpect(person: string): void {
    this.expected.push(person);
  }

  opened(connection: number): void {
    const owner = this.owners.has(connection) ? undefined : this.expected.shift();
    if (owner !== undefined) this.owners.set(connection, owner);
  }

  nameOf(connection: number): string {
    return this.owners.get(connection) ?? texts.unknownClient(connection);
  }
}

/** The items on the wire in observations; packets without contents give none. */
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
        // An unencrypted record is shown as its messages.
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
