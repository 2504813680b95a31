import type { Mode } from "../../exercises/bot/guest.ts";
import { secretIn } from "../../sniffer/compare/chat-signs.ts";
import { fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import type { Model } from "./model.ts";
import { texts } from "./texts.ts";
import type { WireEntry } from "./wire.ts";

/** What an eavesdropper reads, knows and sees of one of the two wires: three lines. */
export function eavesdropperLines({ facts, wire }: Model, mode: Mode, width: number): readonly Line[] {
  const known = facts[mode];
  const isUsed = known !== undefined && known.packets > 0;
  const reads: readonly [string, Tone] = !isUsed
    ? [texts.nothingToRead, "faint"]
    : mode === "tls"
      ? [texts.notOneWord, "protected"]
      : [texts.everyWord, "readable"];
  const { version, serverName } = known?.tls ?? {};
  const knows = mode === "tls" ? texts.tlsKnown(version, serverName) : knownInClear(wire.plain, known?.names ?? []);
  return [
    row(texts.reading, ...reads, width),
    row(texts.knowing, knows, mode === "plain" ? "readable" : "plain", width),
    row(texts.seeing, isUsed ? texts.seen : "", "plain", width),
  ];
}

/** The most telling thing that was read: a password before all others. */
function knownInClear(entries: readonly WireEntry[], names: readonly string[]): string {
  const secrets = entries.flatMap(({ isToServer, text }) =>
    isToServer && text !== undefined ? (secretIn(text) ?? []) : [],
  );
  const secret = secrets.at(-1);
  if (secret !== undefined) return texts.password(secret);
  return names.length > 0 ? texts.names(names) : "";
}

const labelWidth = Math.max(...[texts.reading, texts.knowing, texts.seeing].map(widthOf)) + 2;

function row(label: string, text: string, tone: Tone, width: number): Line {
  return [span(fitted(label, labelWidth), "faint"), span(fitted(printable(text), width - labelWidth), tone)];
}
