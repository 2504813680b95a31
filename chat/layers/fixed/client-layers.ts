import { paddedAccessKey } from "../access-key.ts";
import type { ClientLayersOptions, OpenedLine } from "../layers.ts";
import { readLayersLine, writeLayersLine } from "../layers-line.ts";
import { LayersRefused } from "../layers-refused.ts";
import { isSpeech } from "../speech.ts";
import { agreedSecret, makeKeyShare } from "./key-share.ts";
import { SealedLines } from "./sealed-lines.ts";
import { isSignedBy, Transcript } from "./transcript.ts";

/** Most certificates of a server's chain. */
const MAX_CHAIN = 10;

/** The two directions of an open connection. */
export interface FixedClient {
  seal(text: string): string;
  open(line: string): OpenedLine;
}

/** The client's way through the recipe `fixed`: share, the server's proof, then the access key, encrypted. */
export class FixedHandshake {
  private readonly options: Pick<ClientLayersOptions, "accessKey" | "judge">;
  private readonly transcript = new Transcript();
  private readonly share = makeKeyShare();
  private readonly chain: Buffer[] = [];
  private secret: Buffer | undefined;
  private keys: { readonly own: SealedLines; readonly server: SealedLines } | undefined;

  /** `lines`: all lines of both sides so far. */
  constructor(options: Pick<ClientLayersOptions, "accessKey" | "judge">, lines: readonly string[]) {
    this.options = options;
    for (const line of lines) this.transcript.add(line);
  }

  /** The first line to send. */
  begin(): string {
    const line = writeLayersLine({ kind: "share", bytes: this.share.bytes });
    this.transcript.add(line);
    return line;
  }

  /** Handles a line of the server. `client` comes with the last one. */
  async take(text: string): Promise<{ readonly lines: readonly string[]; readonly client?: FixedClient }> {
    const line = readLayersLine(text);
    if (this.keys !== undefined) {
      if (line === undefined || this.keys.server.open(line) === undefined) throw notGenuine();
      return { lines: [], client: openClient(this.keys) };
    }
    if (line?.kind === "share" && this.secret === undefined) this.secret = agreedSecret(this.share, line.bytes);
    else if (line?.kind === "certificate" && this.secret !== undefined && this.chain.length < MAX_CHAIN)
      this.chain.push(line.bytes);
    else if (line?.kind === "signature") return { lines: await this.takeSignature(text, line.bytes) };
    else throw notGenuine();
    if (this.secret === undefined) throw notGenuine();
    this.transcript.add(text);
    return { lines: [] };
  }

  /** After a wrong access key. */
  async tryAgain(triesLeft?: number): Promise<readonly string[]> {
    const key = await this.options.accessKey(triesLeft);
    return this.keys === undefined ? [] : [writeLayersLine(this.keys.own.seal(paddedAccessKey(key)))];
  }

  private async takeSignature(text: string, signature: Buffer): Promise<readonly string[]> {
    const [own] = this.chain;
    const isSigned = own !== undefined && isSignedBy(own, this.transcript.hash(), signature);
    if (!isSigned || this.secret === undefined) throw notGenuine();
    await this.options.judge(this.chain);
    this.transcript.add(text);
    const transcript = this.transcript.hash();
    this.keys = {
      own: new SealedLines(this.secret, transcript, "client"),
      server: new SealedLines(this.secret, transcript, "server"),
    };
    return this.tryAgain();
  }
}

function openClient({ own, server }: { readonly own: SealedLines; readonly server: SealedLines }): FixedClient {
  return {
    seal: (text) => writeLayersLine(own.seal(text)),
    open: (text) => {
      const line = readLayersLine(text);
      // The server encrypts all messages: an unencrypted one is not from the server.
      if (line?.kind !== "numbered") return isSpeech(text) ? { kind: "not-genuine" } : { kind: "line", line: text };
      const said = server.open(line);
      const from = line.head.slice(0, line.head.indexOf("~"));
      return said === undefined ? { kind: "not-genuine" } : { kind: "line", line: `${from}${said}` };
    },
  };
}

function notGenuine(): LayersRefused {
  return new LayersRefused({ kind: "not-genuine" });
}
