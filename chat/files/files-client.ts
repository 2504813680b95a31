import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { readDelivery } from "../protocol/protocol.ts";
import type { Refusal } from "../protocol/refusal.ts";
import type { Connection } from "../transport/connection.ts";
import { OUTLINE_BYTES } from "./age-outline.ts";
import { type Incoming, IncomingError } from "./incoming.ts";
import type { PublicKeys } from "./key-pair.ts";
import { type AboutFile, type FileAnswer, fileRequestLine, type ListedFile, readFileAnswer } from "./requests.ts";
import { texts } from "./texts.ts";

/** How long the server may take for an answer, in milliseconds: it reads a whole file again before it confirms it. */
const answerPatience = 120_000;

/** The server refused a request. `code` is the first word of its refusal. */
export class RefusedRequest extends LabError {
  readonly code: string;

  constructor(code: string, text: string) {
    super(printable(text), texts.adviceFor(code));
    this.code = code;
  }

  static of({ code, text }: Refusal): RefusedRequest {
    return new RefusedRequest(code, text);
  }
}

/** Called while bytes are sent or received: how many of all. */
export type Progress = (done: number, all: number) => void;

/**
 * The client of the file service, after the log-in. Methods throw RefusedRequest, or LabError if the connection is
 * over.
 */
export class FilesClient {
  private readonly connection: Connection;
  private readonly incoming: Incoming;

  constructor(connection: Connection, incoming: Incoming) {
    this.connection = connection;
    this.incoming = incoming;
  }

  async list(): Promise<readonly ListedFile[]> {
    const files: ListedFile[] = [];
    this.say(fileRequestLine.list);
    for (;;) {
      const answer = await this.answer();
      if (answer.kind === "file") files.push(answer.file);
      else if (answer.kind === "end") return files;
      else throw unexpected();
    }
  }

  async setKeys(keys: PublicKeys): Promise<void> {
    await this.ask(fileRequestLine.setKeys(keys), "done");
  }

  /** A user's public keys, from the server. */
  async keysOf(user: string): Promise<PublicKeys> {
    const { keys, user: named } = await this.ask(fileRequestLine.keys(user), "keys");
    if (named !== user) throw unexpected();
    return keys;
  }

  async about(owner: string, file: string): Promise<AboutFile> {
    return (await this.ask(fileRequestLine.about(owner, file), "about")).about;
  }

  /**
   * Sends an encrypted file. `open` returns its bytes from an offset on: bytes that the server already has are not sent
   * again.
   */
  async put(
    file: string,
    { size, sha256, wrapped }: AboutFile,
    open: (offset: number) => AsyncIterable<Uint8Array>,
    progress: Progress,
  ): Promise<void> {
    const { offset } = await this.ask(fileRequestLine.put(size, sha256, wrapped, file), "send");
    if (!(offset >= 0 && offset <= size)) throw unexpected();
    let sent = offset;
    try {
      for await (const piece of open(offset)) {
        // An answer before the end is a refusal, such as a full disk: the rest need not be sent.
        if (this.incoming.hasBytes) break;
        this.connection.write(piece);
        await this.connection.drained(answerPatience).catch((error: Error) => this.over(error));
        sent += piece.length;
        progress(sent, size);
      }
      if ((await this.answer()).kind !== "stored") throw unexpected();
    } catch (error) {
      if (sent < size) this.cut(); // The server would take the next request for the rest of the file.
      throw error;
    }
  }

  /** The first bytes of a file on the server. */
  async head(owner: string, file: string): Promise<Uint8Array> {
    const { count } = await this.ask(fileRequestLine.head(owner, file), "body");
    if (!(count <= OUTLINE_BYTES)) throw unexpected();
    const pieces: Uint8Array[] = [];
    for await (const piece of this.bytes(count)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The bytes of a file from an offset on. Read them all before the next request. */
  async *get(owner: string, file: string, offset: number): AsyncGenerator<Uint8Array> {
    const { count } = await this.ask(fileRequestLine.get(owner, offset, file), "body");
    yield* this.bytes(count);
  }

  private async *bytes(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    try {
      for await (const piece of this.incoming.bytes(count)) {
        left -= piece.length;
        yield piece;
      }
    } catch (error) {
      throw connectionOver(error);
    } finally {
      if (left > 0) this.cut(); // The rest would look like an answer.
    }
  }

  async share(file: string, user: string, wrapped: string): Promise<void> {
    await this.ask(fileRequestLine.share(user, wrapped, file), "done");
  }

  async unshare(file: string, user: string): Promise<void> {
    await this.ask(fileRequestLine.unshare(user, file), "done");
  }

  async remove(file: string): Promise<void> {
    await this.ask(fileRequestLine.remove(file), "done");
  }

  get isOver(): boolean {
    return this.incoming.isOver;
  }

  /** Ends the connection at once. */
  private cut(): void {
    this.connection.destroy();
  }

  close(): void {
    this.say(fileRequestLine.quit);
    this.connection.end();
  }

  private async ask<Kind extends FileAnswer["kind"]>(
    line: string,
    kind: Kind,
  ): Promise<Extract<FileAnswer, { kind: Kind }>> {
    this.say(line);
    const answer = await this.answer();
    if (answer.kind !== kind) throw unexpected();
    return answer as Extract<FileAnswer, { kind: Kind }>;
  }

  private say(line: string): void {
    this.connection.write(Buffer.from(`${line}\n`));
  }

  /** Nothing more can be sent. The server may have sent a reason. */
  private async over(error: Error): Promise<never> {
    if (!this.incoming.hasBytes) throw connectionOver(new IncomingError(this.isOver ? "closed" : "stalled"));
    await this.answer();
    throw error;
  }

  private async answer(): Promise<FileAnswer> {
    let line: string | undefined;
    try {
      line = await this.incoming.line(answerPatience);
    } catch (error) {
      throw connectionOver(error);
    }
    if (line === undefined) throw connectionOver(undefined);
    const delivery = readDelivery(line);
    if (delivery.kind === "refusal") throw new RefusedRequest(delivery.code, delivery.text);
    const answer = readFileAnswer(line);
    if (answer === undefined) throw unexpected();
    return answer;
  }
}

function unexpected(): LabError {
  return new LabError(...texts.unexpected);
}

function connectionOver(error: unknown): Error {
  if (error !== undefined && !(error instanceof IncomingError)) return error as Error;
  const [message, hint] = error?.why === "stalled" ? texts.stalled : texts.cut;
  return new LabError(message, hint);
}
