import { recipeWords } from "../../protocol/recipes.ts";
import type { HandshakeReply, LayersServer, MemberLine, ServerLayers } from "../layers.ts";
import { type LayersLine, readLayersLine, writeLayersLine } from "../layers-line.ts";
import { AccessCheck } from "./access-check.ts";
import { agreedSecret, makeKeyShare } from "./key-share.ts";
import { SealedLines } from "./sealed-lines.ts";
import { signTranscript, Transcript } from "./transcript.ts";

/** The server's proof, and the access key that it wants. */
export interface FixedSession {
  readonly accessKey: string;
  /** In DER, the server's own certificate first. */
  readonly chain: readonly Buffer[];
  /** PEM. */
  readonly privateKey: string | Buffer;
  /** The cost of scrypt, a power of two; tests lower it. */
  readonly cost?: number;
}

/**
 * A server with the recipe `fixed`. Each hop is encrypted on its own: the server opens each message and encrypts it for
 * each of the others.
 */
export function fixedServer(session: FixedSession): LayersServer {
  const check = new AccessCheck(session.accessKey, session.cost);
  return { recipe: "fixed", accessKey: session.accessKey, begin: () => new FixedConnection(session, check) };
}

class FixedConnection implements ServerLayers {
  private readonly session: FixedSession;
  private readonly check: AccessCheck;
  private readonly transcript = new Transcript();
  private hasAsked = false;
  private keys: { readonly own: SealedLines; readonly client: SealedLines } | undefined;

  constructor(session: FixedSession, check: AccessCheck) {
    this.session = session;
    this.check = check;
  }

  async take(text: string): Promise<HandshakeReply> {
    const line = readLayersLine(text);
    if (line?.kind === "ask" && !this.hasAsked) {
      this.hasAsked = true;
      this.transcript.add(text);
      return {
        lines: [this.write({ kind: "recipe", recipe: "fixed", words: recipeWords("fixed") })],
        outcome: "go-on",
      };
    }
    if (!this.hasAsked) return { lines: [], outcome: "not-asked" };
    if (this.keys !== undefined) return this.takeAccessKey(line, this.keys);
    return line?.kind === "share" ? this.takeShare(text, line.bytes) : { lines: [], outcome: "malformed" };
  }

  receive(text: string): MemberLine {
    if (!text.startsWith("~")) return { kind: "clear" };
    const line = readLayersLine(text);
    const opened = line && this.keys?.client.open(line);
    return opened === undefined ? { kind: "not-genuine" } : { kind: "opened", text: opened };
  }

  /** Messages are encrypted; names, joins and answers are not. */
  deliver(text: string): string {
    const [, from, said] = /^([^\s*!#~]\S* (?:>>?|\*) )(.*)$/su.exec(text) ?? [];
    return from === undefined ? text : writeLayersLine(this.keys!.own.seal(said!, from));
  }

  private takeShare(text: string, other: Buffer): HandshakeReply {
    const share = makeKeyShare();
    const secret = agreedSecret(share, other);
    if (secret === undefined) return { lines: [], outcome: "malformed" };
    this.transcript.add(text);
    const lines = [
      this.write({ kind: "share", bytes: share.bytes }),
      ...this.session.chain.map((bytes) => this.write({ kind: "certificate", bytes })),
    ];
    const signature = signTranscript(this.session.privateKey, this.transcript.hash());
    lines.push(this.write({ kind: "signature", bytes: signature }));
    const transcript = this.transcript.hash();
    this.keys = {
      own: new SealedLines(secret, transcript, "server"),
      client: new SealedLines(secret, transcript, "client"),
    };
    return { lines, outcome: "go-on" };
  }

  private async takeAccessKey(
    line: LayersLine | undefined,
    { own, client }: NonNullable<FixedConnection["keys"]>,
  ): Promise<HandshakeReply> {
    const key = line && client.open(line);
    if (key === undefined) return { lines: [], outcome: "not-genuine" };
    if (!(await this.check.isRight(key.trimEnd()))) return { lines: [], outcome: "wrong-key" };
    return { lines: [writeLayersLine(own.seal("the access key is right"))], outcome: "open" };
  }

  private write(line: LayersLine): string {
    const text = writeLayersLine(line);
    this.transcript.add(text);
    return text;
  }
}
