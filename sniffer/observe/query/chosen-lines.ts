import { speakerIn } from "../eavesdropper/chat-lines.ts";
import { NamesSeen } from "../eavesdropper/names-seen.ts";
import { isInside } from "../inside.ts";
import type { ConnectionObservation, Observation, PacketObservation, Side } from "../observation.ts";
import { RecentMap } from "../recent-map.ts";
import { compileQuery, type Party, type Passes, type Subject } from "./compile-query.ts";
import { looksInside, type Query, type Thing, type Trait } from "./query.ts";

/** Most connections whose ends are remembered; the oldest is forgotten. */
const MAX_CONNECTIONS = 20_000;

/** A packet or one of its observations: whatever has a line in `lab sniff --text`. Queries are about these. */
export type Line = Exclude<Observation, { kind: "capture" | "comment" | "summary" }>;

/** The bytes of a packet's frame, by the packet's number. */
export type FrameBytes = (packet: number) => Uint8Array | undefined;

/** Applies a query to observations, in their order. Observations must carry bytes if the query looks at bytes. */
export class ChosenLines {
  private readonly isChosen: Passes;
  private readonly isPacketChosen: Passes;
  /** Whether the query asks for the contents of opened records. Without that word, it is about what everyone sees. */
  private readonly looksInside: boolean;
  private readonly scene = new Scene();

  constructor(query: Query) {
    this.looksInside = looksInside(query);
    this.isChosen = compileQuery(query, "lines");
    this.isPacketChosen = compileQuery(query, "packets");
  }

  /** The observations for which the query is true, each on its own. */
  of(observations: readonly Observation[], frame: FrameBytes = () => undefined): Line[] {
    return [...this.subjects(observations, frame)].filter(this.isChosen).map(({ line }) => line);
  }

  /** Whether the query is true for a packet with all its contents; `observations` are those of its frame. */
  hasPacket(observations: readonly Observation[], frame: FrameBytes): boolean {
    return [...this.subjects(observations, frame)].some(
      (subject) => subject.line.kind === "packet" && this.isPacketChosen(subject),
    );
  }

  private *subjects(observations: readonly Observation[], frame: FrameBytes): Generator<LineSubject> {
    const seen = this.looksInside ? observations : observations.filter((one) => !isInside(one));
    for (const observation of seen) this.scene.learn(observation);
    for (const [at, line] of seen.entries()) {
      if (isLine(line)) yield new LineSubject(line, this.scene, frame, () => carriedBy(line, seen, at));
    }
  }
}

function isLine(observation: Observation): observation is Line {
  return !["capture", "comment", "summary"].includes(observation.kind);
}

/** What a packet completed: these observations follow the packet. */
function carriedBy(line: Line, observations: readonly Observation[], at: number): readonly Line[] {
  const carried: Line[] = [];
  if (line.kind !== "packet") return carried;
  for (let index = at + 1; index < observations.length; index++) {
    const next = observations[index]!;
    if (next.kind === "packet") break;
    if (isLine(next) && next.packet === line.number) carried.push(next);
  }
  return carried;
}

/** The facts about connections and people so far. */
class Scene {
  readonly names = new NamesSeen();
  private readonly ends = new RecentMap<number, Pick<ConnectionObservation, Side>>(MAX_CONNECTIONS);

  learn(observation: Observation): void {
    if (observation.kind === "text") this.names.push(observation);
    if (observation.kind === "connection") this.ends.set(observation.connection, observation);
  }

  party(connection: number, side: Side): Party {
    const name = side === "client" ? this.names.of(connection) : undefined;
    return { side, endpoint: this.ends.get(connection)?.[side], name };
  }
}

const tlsKinds: readonly string[] = ["tls-record", "tls-message", "tls-alert"];

class LineSubject implements Subject {
  readonly line: Line;
  private readonly scene: Scene;
  private readonly frame: FrameBytes;
  private readonly carried: () => readonly Line[];

  constructor(line: Line, scene: Scene, frame: FrameBytes, carried: () => readonly Line[]) {
    this.line = line;
    this.scene = scene;
    this.frame = frame;
    this.carried = carried;
  }

  is(thing: Thing, name: string | undefined): boolean {
    return isThing(this.line, thing, name);
  }

  carries(thing: Thing, name: string | undefined): boolean {
    return this.carried().some((line) => isThing(line, thing, name));
  }

  has(trait: Trait): boolean {
    const { line } = this;
    if (trait === "tcp" || trait === "udp") return this.protocol?.toLowerCase() === trait;
    if (trait === "payload") return line.kind === "packet" ? (line.payload ?? 0) > 0 : "offset" in line;
    return hasTrait(line, trait) || this.carried().some((carried) => hasTrait(carried, trait));
  }

  contains(bytes: Uint8Array, text: string | undefined): boolean {
    const { line } = this;
    if (line.kind === "text" && text !== undefined) return line.text.includes(text);
    if (line.kind === "conflict") {
      return [line.shown, line.other].some(({ hex }) => Buffer.from(hex, "hex").indexOf(bytes) >= 0);
    }
    const looked =
      line.kind === "packet" ? this.frame(line.number) : "offset" in line && line.kind !== "gap" && line.bytes;
    return looked ? Buffer.from(looked.buffer, looked.byteOffset, looked.length).indexOf(bytes) >= 0 : false;
  }

  get packet(): number | undefined {
    return this.line.kind === "packet" ? this.line.number : this.line.packet;
  }

  get connection(): number | undefined {
    return this.line.connection;
  }

  get length(): number | undefined {
    if (this.line.kind === "gap") return this.line.bytes;
    return "length" in this.line ? this.line.length : undefined;
  }

  get protocol(): string | undefined {
    if (this.line.kind === "packet") return this.line.protocol;
    return this.connection === undefined ? undefined : "TCP";
  }

  get from(): Party | undefined {
    const { line } = this;
    const party = this.end("from");
    if (line.kind !== "text" || party?.side !== "server") return party;
    // A line that the server passes on was said by the person named before it.
    return { ...party, name: speakerIn(line.text) };
  }

  get to(): Party | undefined {
    return this.end("to");
  }

  private end(which: "from" | "to"): Party | undefined {
    const { line, scene } = this;
    const sender = "from" in line ? line.from : undefined;
    if (sender !== undefined && line.connection !== undefined) {
      const receiver = sender === "client" ? "server" : "client";
      return scene.party(line.connection, which === "from" ? sender : receiver);
    }
    if (line.kind === "connection") return scene.party(line.connection, which === "from" ? "client" : "server");
    return line.kind === "packet" ? withoutSide(line, which) : undefined;
  }
}

function withoutSide({ source, destination }: PacketObservation, which: "from" | "to"): Party {
  return { side: undefined, endpoint: which === "from" ? source : destination, name: undefined };
}

function isThing(line: Line, thing: Thing, name: string | undefined): boolean {
  switch (thing) {
    case "tls":
      return tlsKinds.includes(line.kind);
    case "record":
      return line.kind === "tls-record" && (name === undefined || String(line.contentType) === name);
    case "message":
      return line.kind === "tls-message" && (name === undefined || line.message === name);
    case "alert":
      return line.kind === "tls-alert" && (name === undefined || line.description === name);
    default:
      return line.kind === thing;
  }
}

function hasTrait(line: Line, trait: "encrypted" | "readable" | "opened" | "guess" | "marked"): boolean {
  if (trait === "guess") return "guess" in line && line.guess === true;
  if (trait === "opened") return "opened" in line && line.opened === true;
  const isTls = tlsKinds.includes(line.kind);
  const isEncrypted = "encrypted" in line && line.encrypted === true;
  if (trait === "encrypted") return isEncrypted;
  return trait === "readable" && !isEncrypted && !isInside(line) && (isTls || line.kind === "text");
}
