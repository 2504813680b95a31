import type { LineSplitter } from "../protocol/lines.ts";
import { deliveryLine, readDelivery } from "../protocol/protocol.ts";
import type { Connection } from "../transport/connection.ts";
import type { ClientLayers } from "./layers.ts";
import { texts } from "./texts.ts";
import { layersError, outgoing } from "./words.ts";

/** The parts of its connection that a client uses. */
export type ClientConnection = Pick<
  Connection,
  "protection" | "write" | "end" | "destroy" | "onData" | "onEnd" | "onClose"
>;

/**
 * A connection with open layers that behaves like one without: messages are encrypted on their way out and opened on
 * their way in. A message that does not open becomes a notice. `splitter` holds the bytes that have already come.
 */
export class LayeredConnection implements ClientConnection {
  onData: (bytes: Buffer) => void = () => {};
  onEnd: () => void = () => {};
  onClose: (error: Error | undefined) => void = () => {};
  readonly protection: Connection["protection"];
  private readonly connection: Connection;
  private readonly layers: ClientLayers;
  /** Our name on the server, as soon as it is known. */
  private name: string | undefined;
  private unopened = 0;
  private failure: Error | undefined;

  constructor(connection: Connection, layers: ClientLayers, splitter: LineSplitter) {
    this.connection = connection;
    this.layers = layers;
    this.protection = { kind: "plain", layers: layers.recipe };
    const hear = () => {
      for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
        if (line.kind === "line" && this.failure === undefined) this.hear(line.text);
      }
    };
    connection.onData = (bytes) => {
      splitter.push(bytes);
      hear();
    };
    connection.onEnd = () => this.onEnd();
    connection.onClose = (error) => this.onClose(this.failure ?? error);
    queueMicrotask(hear);
  }

  /** Whole lines, each with its end. */
  write(bytes: Uint8Array): void {
    const typed = Buffer.from(bytes).toString().replace(/\n$/, "");
    const sent = this.name === undefined ? { line: typed } : outgoing(this.layers, this.name, typed);
    if ("line" in sent) this.connection.write(Buffer.from(`${sent.line}\n`));
    // The line is shown first, then why it was not sent, as after a refusal of the server.
    else queueMicrotask(() => this.pass(deliveryLine.refusal({ code: "layers-not-sent", text: sent.notSent })));
  }

  end(): void {
    this.connection.end();
  }

  destroy(): void {
    this.connection.destroy();
  }

  private hear(line: string): void {
    const opened = this.layers.open(line);
    switch (opened.kind) {
      case "line":
        this.noteName(opened.line);
        this.pass(opened.line);
        break;
      case "in-the-clear":
        this.pass(deliveryLine.notice(texts.inTheClear(line)));
        break;
      case "not-genuine":
        this.failure = layersError(opened);
        this.connection.destroy();
        break;
      default: {
        this.unopened += 1;
        const text = opened.kind === "wrong-md5" ? texts.wrongMd5 : texts.doesNotOpen;
        this.pass(deliveryLine.notice(text(opened.name, this.unopened)));
      }
    }
  }

  private noteName(line: string): void {
    const delivery = readDelivery(line);
    if (delivery.kind === "welcome") this.name = delivery.name;
    if (delivery.kind === "renamed" && delivery.from === this.name) this.name = delivery.to;
  }

  /** A sender can put line ends into a message: it must not become two lines. */
  private pass(line: string): void {
    this.onData(Buffer.from(`${line.replace(/[\r\n]+/g, " ")}\n`));
  }
}
