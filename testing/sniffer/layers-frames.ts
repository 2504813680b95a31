import type { Frame } from "../../sniffer/capture/frame.ts";
import type { WireLine } from "../chat/layers-conversation.ts";
import { Conversation } from "./conversation.ts";

/** The frames of a capture of these lines, in order: one connection per person, one segment per line. */
export function framesOfLines(lines: readonly WireLine[]): readonly Frame[] {
  const talks = new Map<string, Conversation>();
  const frames = lines.flatMap(({ connection, from, line }) => {
    const known = talks.get(connection);
    const talk = known ?? new Conversation({ client: 1000, server: 5000 }, 40_000 + talks.size).open();
    talks.set(connection, talk);
    const before = known === undefined ? 0 : talk.frames.length;
    talk[from](`${line}\n`);
    return talk.frames.slice(before);
  });
  return frames.map((frame, at) => ({ ...frame, number: at + 1 }));
}
