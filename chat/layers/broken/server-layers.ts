import { timingSafeEqual } from "node:crypto";
import { recipeWords } from "../../protocol/recipes.ts";
import type { HandshakeReply, LayersServer, MemberLine, ServerLayers } from "../layers.ts";
import { readLayersLine, writeLayersLine } from "../layers-line.ts";
import { accessHash, type BrokenSession, keyLines } from "./session.ts";

/** A server with one of the weak recipes. It only passes messages on and never opens one. */
export function brokenServer(session: BrokenSession): LayersServer {
  const { recipe, accessKey } = session;
  return { recipe, accessKey, begin: () => brokenConnection(session) };
}

function brokenConnection(session: BrokenSession): ServerLayers {
  const { recipe } = session;
  const wanted = Buffer.from(accessHash(session.accessKey));
  const messageKind = recipe === "stream" ? "streamed" : "token";
  let hasAsked = false;
  return {
    take: (text): HandshakeReply => {
      const line = readLayersLine(text);
      if (line?.kind === "ask") {
        hasAsked = true;
        const words = recipeWords(recipe);
        return { lines: [writeLayersLine({ kind: "recipe", recipe, words })], outcome: "go-on" };
      }
      if (!hasAsked) return { lines: [], outcome: "not-asked" };
      if (line?.kind !== "access") return { lines: [], outcome: "malformed" };
      if (!timingSafeEqual(Buffer.from(line.hash), wanted)) return { lines: [], outcome: "wrong-key" };
      return { lines: keyLines(session).map(writeLayersLine), outcome: "open" };
    },
    receive: (text): MemberLine => {
      if (!text.startsWith("~")) return { kind: "clear" };
      return { kind: readLayersLine(text)?.kind === messageKind ? "passed-on" : "malformed" };
    },
    deliver: (line) => line,
  };
}
