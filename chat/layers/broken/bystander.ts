import { isUtf8 } from "node:buffer";
import type { BrokenRecipe } from "../../protocol/recipes.ts";
import { type LayersLine, readLayersLine } from "../layers-line.ts";
import { openMessage } from "./message.ts";
import { rc4 } from "./rc4.ts";
import { openKeyLines } from "./session.ts";

/** Most connections whose first key line waits for the second, and most session keys that are tried. */
const MAX_CONNECTIONS = 10_000;
const MAX_KEYS = 100;

/** A line that an eavesdropper has opened. */
export type Overheard =
  | { readonly kind: "private-key"; readonly pem: string }
  | { readonly kind: "session-key"; readonly key: string }
  | { readonly kind: "message"; readonly name: string; readonly text: string };

/**
 * What someone can read with a capture and the access key, without ever talking to the server: one key for everyone,
 * also for the past. Lines come in the order of the capture. Bounded.
 */
export class Bystander {
  private readonly accessKey: string;
  /** By connection: the first key line, until the second one comes. */
  private readonly waiting = new Map<number, LayersLine>();
  private readonly fernetKeys: string[] = [];
  private readonly streamKeys: string[] = [];
  /** Which kinds of lines came, and whether one opened. */
  private hasOpened = false;
  private hasLayers = false;
  private hasKeys = false;
  private hasShares = false;

  constructor(accessKey: string) {
    this.accessKey = accessKey;
  }

  /** The result so far. */
  get outcome(): "opened" | "wrong-key" | "no-keys" | "forward-secret" | "no-layers" {
    if (this.hasOpened) return "opened";
    if (this.hasKeys) return "wrong-key";
    if (this.hasShares) return "forward-secret";
    return this.hasLayers ? "no-keys" : "no-layers";
  }

  /** Undefined if the line does not belong to the layers, or does not open. */
  hear(connection: number, text: string): Overheard | undefined {
    const line = readLayersLine(text);
    const heard = line && this.open(connection, line);
    this.hasOpened ||= heard !== undefined;
    this.hasLayers ||= line !== undefined;
    this.hasKeys ||= line?.kind === "session-key";
    this.hasShares ||= line?.kind === "share";
    return heard;
  }

  private open(connection: number, line: LayersLine): Overheard | undefined {
    switch (line.kind) {
      case "private-key": {
        this.wait(connection, line);
        const pem = rc4(Buffer.from(this.accessKey), line.bytes).toString("latin1");
        return pem.startsWith("-----BEGIN ") ? { kind: "private-key", pem } : undefined;
      }
      case "public-key":
        this.wait(connection, line);
        return undefined;
      case "session-key":
        return this.takeKey(connection, line);
      case "token":
        return this.fernetKeys.map((key) => openMessage(key, line)).find((opened) => opened?.kind === "message") as
          | Overheard
          | undefined;
      case "streamed":
        return this.streamKeys.map((key) => openStreamed(key, line)).find((opened) => opened !== undefined);
      default:
        return undefined;
    }
  }

  private wait(connection: number, line: LayersLine): void {
    this.waiting.delete(connection);
    this.waiting.set(connection, line);
    if (this.waiting.size > MAX_CONNECTIONS) this.waiting.delete(this.waiting.keys().next().value!);
  }

  private takeKey(connection: number, line: LayersLine): Overheard | undefined {
    const first = this.waiting.get(connection);
    if (first === undefined) return undefined;
    this.waiting.delete(connection);
    const recipes: readonly BrokenRecipe[] = ["chain", "stream"];
    for (const recipe of recipes) {
      const key = openKeyLines(recipe, this.accessKey, [first, line]);
      if (key === undefined) continue;
      const keys = recipe === "stream" ? this.streamKeys : this.fernetKeys;
      if (!keys.includes(key)) keys.unshift(key);
      keys.splice(MAX_KEYS);
      return { kind: "session-key", key };
    }
    return undefined;
  }
}

/** RC4 decrypts with every key; only with the right one the result is surely text. */
function openStreamed(key: string, line: LayersLine & { kind: "streamed" }): Overheard | undefined {
  const bytes = rc4(Buffer.from(key, "hex"), line.sealed);
  const text = bytes.toString();
  return isUtf8(bytes) && !/\p{Cc}/u.test(text) ? { kind: "message", name: line.name, text } : undefined;
}
