import type { Observation } from "../../sniffer/observe/observation.ts";
import { hex } from "../../sniffer/wire/decode/reader.ts";
import { texts } from "./texts.ts";

/** One thing on the wire, in words and bytes. Untrusted text. */
export interface WireEntry {
  /** Which connection and place: what turns out to be a part of the handshake replaces what it was taken for. */
  readonly key: string;
  readonly who: string;
  readonly words: string;
  readonly hex: string;
  readonly bytes: number;
  /** Whether an eavesdropper reads it: a line in the clear, or a part of the handshake in the clear. */
  readonly kind: "readable" | "unreadable" | "handshake";
}

/** Most bytes shown of one entry. */
const SHOWN_BYTES = 64;
const RECORD_HEADER_BYTES = 5;

/** Whose connection each is: the stage opens them in a known order. */
export class Owners {
  private expected: string[];
  private readonly owners = new Map<number, string>();

  constructor(expected: readonly string[]) {
    this.expected = [...expected];
  }

  /** These will open a connection next, in this order; whoever was expected and never came is not any more. */
  expect(people: readonly string[]): void {
    this.expected = [...people];
  }

  opened(connection: number): void {
    const owner = this.owners.has(connection) ? undefined : this.expected.shift();
    if (owner !== undefined) this.owners.set(connection, owner);
  }

  nameOf(connection: number): string {
    return this.owners.get(connection) ?? texts.somebody(connection);
  }
}

/** What observations show of the wire; packets without content show nothing. */
export function wireEntries(observations: readonly Observation[], owners: Owners): readonly WireEntry[] {
  return observations.flatMap((observation): WireEntry[] => {
    if (observation.kind === "connection") {
      owners.opened(observation.connection);
      return [];
    }
    if (!("offset" in observation) || observation.kind === "gap") return [];
    const name = owners.nameOf(observation.connection);
    const entry = {
      key: `${observation.connection} ${observation.from} ${observation.offset}`,
      who: observation.from === "client" ? texts.toServer(name) : texts.toClient(name),
      hex: spaced(observation.bytes),
    };
    switch (observation.kind) {
      case "text":
        return [{ ...entry, words: `"${observation.text}"`, bytes: observation.length, kind: "readable" }];
      case "binary":
        return [{ ...entry, words: texts.binary, bytes: observation.length, kind: "unreadable" }];
      case "tls-record": {
        // What is in the clear is told by its message.
        if (observation.contentType !== "application_data") return [];
        const bytes = RECORD_HEADER_BYTES + observation.length;
        const header = Uint8Array.of(23, 3, 3, observation.length >> 8, observation.length & 255);
        return [{ ...entry, hex: `${spaced(header)} ${entry.hex}`, words: texts.record, bytes, kind: "unreadable" }];
      }
      case "tls-message": {
        const { message, guess, serverName, suite, version, length } = observation;
        const text = guess ? texts.hiddenMessage(message) : texts.message(message, serverName, suite && version, suite);
        return [{ ...entry, words: text, bytes: length, kind: "handshake" }];
      }
      case "tls-alert":
        return [{ ...entry, words: texts.alert(observation.description), bytes: 0, kind: "handshake" }];
      default:
        return [];
    }
  });
}

function spaced(bytes: Uint8Array | undefined): string {
  return (hex((bytes ?? new Uint8Array(0)).subarray(0, SHOWN_BYTES)).match(/../g) ?? []).join(" ");
}
