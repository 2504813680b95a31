import { type Entrance, type EntranceReply, MAX_WRONG_KEYS } from "../protocol/entrance.ts";
import { refusal } from "../protocol/refusal.ts";
import type { HandshakeReply, ServerLayers } from "./layers.ts";

/** Admits a client that follows the recipe and knows the access key, with few tries. */
export class LayersEntrance implements Entrance {
  isOpen = false;
  private readonly layers: ServerLayers;
  private wrongKeys = 0;

  constructor(layers: ServerLayers) {
    this.layers = layers;
  }

  take(line: string): EntranceReply | Promise<EntranceReply> {
    const reply = this.layers.take(line);
    if (!(reply instanceof Promise)) return this.judge(reply);
    // Without memory for one more scrypt, this connection ends, not the server.
    return reply.then(
      (late) => this.judge(late),
      () => ({ lines: [], why: refusal("closing"), isOver: true }),
    );
  }

  private judge({ lines, outcome }: HandshakeReply): EntranceReply {
    this.isOpen = outcome === "open";
    switch (outcome) {
      case "go-on":
      case "open":
        return { lines };
      case "not-asked":
        return { lines, why: refusal("layers-needed") };
      case "malformed":
        return { lines, why: refusal("layers-malformed") };
      case "not-genuine":
        return { lines, why: refusal("layers-not-genuine"), isOver: true };
      case "wrong-key": {
        this.wrongKeys += 1;
        const left = MAX_WRONG_KEYS - this.wrongKeys;
        return { lines, why: refusal("wrong-key", left), isOver: left === 0 };
      }
    }
  }
}
