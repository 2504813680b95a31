import type { CaptureItem } from "../../capture/frame.ts";
import { RECORD_HEADER_LENGTH } from "../../wire/tls/record-reader.ts";
import { isInside } from "../inside.ts";
import type {
  BinaryObservation,
  Observation,
  PacketObservation,
  Side,
  TextObservation,
  TlsRecordObservation,
} from "../observation.ts";
import { RecentMap } from "../recent-map.ts";
import { type Needle, needlesFor } from "./needles.ts";
import { texts } from "./texts.ts";

/** A place where the words are. Untrusted text in `context`. */
export interface Hit {
  /** The packet that completes the hit, and the packet in which it begins, if that is another one. */
  readonly packet: number;
  readonly firstPacket?: number;
  /** Absent if the hit is only in a frame, outside of any TCP stream. */
  readonly connection?: number;
  /** Absent if the frame's bytes are not part of its connection's stream: sent again, or outside the window. */
  readonly from?: Side;
  /** In the direction's stream, or in the frame without a stream. */
  readonly offset: number;
  readonly form: string;
  /**
   * Whether it is in data that a key opened: an eavesdropper does not find it. `offset` then counts the opened bytes.
   */
  readonly opened?: true;
  /** The TLS record around it: "a TLS handshake record". */
  readonly inside?: string;
  /** Its line, or the bytes around it. */
  readonly context: string;
}

export interface Searched {
  readonly hits: number;
  /**
   * Hits in data that keys opened. They are not in `hits`, which an eavesdropper finds. Absent if nothing was opened.
   */
  readonly openedHits?: number;
  /** Hits of words so short that any long ciphertext has them by chance. They are not in `hits`. */
  readonly chanceHits: number;
  readonly packets: number;
  readonly connections: number;
  /** Bytes of all streams. */
  readonly streamBytes: number;
  /** Those of them in encrypted application_data records. */
  readonly encryptedBytes: number;
}

/** Most connections whose last bytes are kept, because words may continue in the next piece. */
const MAX_TAILS = 20_000;
/** Most hits in frames that wait until it is known whether they are also in a stream. */
const MAX_FRAME_HITS = 1000;
/** Most stream hits that are remembered, to recognise those frames. */
const MAX_REMEMBERED_HITS = 100_000;
/** Fewer bytes than this occur by chance in ciphertext and in the numbers of headers. */
const SHORTEST_PROOF = 5;
/** Letters of context before and after a hit. */
const CONTEXT = 30;

interface Tail {
  /** The stream offset after the bytes searched so far. */
  end: number;
  bytes: Buffer;
}

const nothing = Buffer.alloc(0);

/**
 * Looks for words in every form, in the streams and in the frames. Call `push` for each item with its observations,
 * then `end` once.
 */
export class Finder {
  private readonly text: string;
  /** Searches opened data, apart from what is on the wire. */
  private inside: Finder | undefined;
  readonly needles: readonly Needle[];
  private readonly longest: number;
  private readonly tails = new RecentMap<string, Tail>(MAX_TAILS);
  private readonly found: Hit[] = [];
  /** "packet form" of hits in streams: the same hit in a frame is not another one. */
  private readonly seen = new Set<string>();
  private readonly frameHits: Hit[] = [];
  private hits = 0;
  private chanceHits = 0;
  private packets = 0;
  private connections = 0;
  private streamBytes = 0;
  private encryptedBytes = 0;

  constructor(text: string) {
    this.text = text;
    this.needles = needlesFor(text);
    this.longest = Math.max(0, ...this.needles.map(({ bytes }) => bytes.length));
  }

  /** Takes a captured item and its observations, with their bytes. Returns the hits that are now certain. */
  push(item: CaptureItem | undefined, observations: readonly Observation[]): readonly Hit[] {
    this.found.length = 0;
    for (const observation of observations) {
      if (isInside(observation)) this.opened(observation);
      else if (observation.kind === "packet") {
        this.packets += 1;
        if (item?.kind === "frame") this.frame(item.bytes, observation);
      } else if (observation.kind === "connection")
        this.connections = Math.max(this.connections, observation.connection + 1);
      // Bytes outside the stream are found in their frame.
      else if (observation.kind === "text" || (observation.kind === "binary" && observation.stray === undefined))
        this.piece(observation, observation.offset, undefined);
      else if (observation.kind === "tls-record") this.record(observation);
    }
    return this.found;
  }

  /** The capture is over: returns hits in frames that were in no stream. */
  end(): readonly Hit[] {
    this.found.length = 0;
    for (const hit of this.frameHits) {
      if (!this.seen.has(`${hit.packet} ${hit.form}`)) this.report(hit);
    }
    return this.found;
  }

  searched(): Searched {
    const { hits, chanceHits, packets, connections, streamBytes, encryptedBytes, inside } = this;
    const opened = inside === undefined ? {} : { openedHits: inside.hits };
    return { hits, ...opened, chanceHits, packets, connections, streamBytes, encryptedBytes };
  }

  private opened(observation: Observation): void {
    if (observation.kind !== "text" && observation.kind !== "binary") return;
    this.inside ??= new Finder(this.text);
    this.inside.found.length = 0;
    this.inside.piece(observation, observation.offset, undefined);
    for (const hit of this.inside.found) this.found.push({ ...hit, opened: true });
  }

  private record(record: TlsRecordObservation): void {
    if (record.bytes === undefined) return;
    this.streamBytes += RECORD_HEADER_LENGTH;
    if (record.encrypted && record.contentType === "application_data") this.encryptedBytes += record.length;
    this.piece(record, record.offset + RECORD_HEADER_LENGTH, texts.inRecord(record.contentType));
  }

  /** A piece of a stream. Skips what was searched already, such as the text of a record that hides nothing. */
  private piece(
    observation: TextObservation | BinaryObservation | TlsRecordObservation,
    offset: number,
    inside: string | undefined,
  ): void {
    const key = `${observation.connection} ${observation.from}`;
    const tail = this.tails.get(key) ?? { end: 0, bytes: nothing };
    const all = Buffer.from(observation.bytes!.buffer, observation.bytes!.byteOffset, observation.bytes!.length);
    const fresh = offset < tail.end ? all.subarray(Math.min(all.length, tail.end - offset)) : all;
    if (fresh.length === 0) return;
    this.streamBytes += fresh.length;
    const start = offset + all.length - fresh.length;
    const before = tail.end === start ? tail.bytes : nothing;
    const haystack = before.length === 0 ? fresh : Buffer.concat([before, fresh]);
    for (const needle of this.needles) {
      // A hit that ends in the bytes before was reported already.
      let at = haystack.indexOf(needle.bytes, Math.max(0, before.length - needle.bytes.length + 1));
      for (; at >= 0; at = haystack.indexOf(needle.bytes, at + 1)) {
        this.remember(observation, needle.form);
        if ("encrypted" in observation && observation.encrypted && needle.bytes.length < SHORTEST_PROOF) {
          this.chanceHits += 1;
          continue;
        }
        this.report({
          packet: observation.packet,
          ...(observation.firstPacket !== undefined && { firstPacket: observation.firstPacket }),
          connection: observation.connection,
          from: observation.from,
          offset: start - before.length + at,
          form: needle.form,
          ...(inside !== undefined && { inside }),
          context: contextOf(haystack, at, needle),
        });
      }
    }
    this.tails.delete(key);
    this.tails.set(key, {
      end: start + fresh.length,
      bytes: Buffer.from(haystack.subarray(Math.max(0, haystack.length - this.longest + 1))),
    });
  }

  private remember({ packet, firstPacket = packet }: { packet: number; firstPacket?: number }, form: string): void {
    for (let number = firstPacket; number <= packet && this.seen.size < MAX_REMEMBERED_HITS; number++) {
      this.seen.add(`${number} ${form}`);
    }
  }

  private frame(bytes: Uint8Array, { number, connection }: PacketObservation): void {
    if (this.frameHits.length >= MAX_FRAME_HITS) this.forgetFrameHits();
    if (this.frameHits.length >= MAX_FRAME_HITS) return;
    const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const needle of this.needles) {
      if (needle.bytes.length < SHORTEST_PROOF) continue;
      const offset = haystack.indexOf(needle.bytes);
      if (offset < 0) continue;
      this.frameHits.push({
        packet: number,
        ...(connection !== undefined && { connection }),
        offset,
        form: needle.form,
        context: contextOf(haystack, offset, needle),
      });
    }
  }

  /** Drops hits in frames that were reported in their streams. */
  private forgetFrameHits(): void {
    const left = this.frameHits.filter(({ packet, form }) => !this.seen.has(`${packet} ${form}`));
    this.frameHits.splice(0, this.frameHits.length, ...left);
  }

  private report(hit: Hit): void {
    this.hits += 1;
    this.found.push(hit);
  }
}

const utf8 = new TextDecoder();
const latin1 = new TextDecoder("iso-8859-1");

/** The words and the text around them on their line. Other bytes become dots. */
function contextOf(haystack: Buffer, at: number, { bytes, encoding }: Needle): string {
  if (encoding === "utf16le") return quoted(bytes.toString("utf16le"));
  if (encoding === "utf16be") return quoted(Buffer.from(bytes).swap16().toString("utf16le"));
  const end = at + bytes.length;
  const before = haystack.subarray(Math.max(0, at - CONTEXT), at);
  const after = haystack.subarray(end, end + CONTEXT);
  const lineEnd = after.indexOf(0x0a);
  const around = [
    before.subarray(before.lastIndexOf(0x0a) + 1),
    bytes,
    lineEnd < 0 ? after : after.subarray(0, lineEnd),
  ];
  const decoder = encoding === "latin1" ? latin1 : utf8;
  return quoted(decoder.decode(Buffer.concat(around)).replace(/\r$/, ""));
}

function quoted(text: string): string {
  return `"${text.replace(/[\p{C}\ufffd]/gu, "·")}"`;
}
