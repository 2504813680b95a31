import { safeJson } from "../../sniffer/observe/print-json.ts";
import { print, printData, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { eventLine } from "./event-line.ts";
import type { MitmEvent } from "./events.ts";
import type { Scene, Show } from "./run-mitm.ts";
import { texts } from "./texts.ts";
import { wayOf } from "./way.ts";

/** Shows an attack as plain lines, until a signal ends it. */
export function printedLines(): Show {
  const say = (line: string) => print(line);
  return {
    opened: (scene) => {
      for (const line of [...sceneLines(scene), texts.end, ""]) say(line);
    },
    event: (event) => {
      const { who, what, colour } = eventLine(event);
      const line = who === "" ? what : `${who}  ${what}`;
      say(colour === undefined ? line : paint(colour, line));
    },
    notice: (line) => printError(`lab: ${line}`),
    end: endOfProcess(),
    closed: (files) => {
      if (files !== undefined) for (const line of ["", ...texts.look(...files)]) say(line);
    },
  };
}

/** Shows an attack as JSON, one line per event. */
export function printedJson(): Show {
  const say = (value: object) => printData(safeJson(value));
  return {
    opened: ({ target, port, certificate, strip, folder }) =>
      say({
        kind: "opened",
        port,
        server: target,
        strip,
        ...(certificate && { real: certificate.real, shown: certificate.shown }),
        ...(folder !== undefined && { folder }),
      }),
    event: (event) => say(jsonOf(event)),
    notice: (line) => printError(`lab: ${line}`),
    end: endOfProcess(),
    closed: () => {},
  };
}

function jsonOf(event: MitmEvent): object {
  return { ...event, time: new Date().toISOString() };
}

/** The attack before the first client comes: cleaned lines. */
function sceneLines(scene: Scene): readonly string[] {
  const { certificate, noTls, strip, folder } = scene;
  const { clients, server } = wayOf(scene);
  const lines = [texts.way(clients, printable(server))];
  if (strip) lines.push(texts.stripped);
  else if (certificate === undefined) lines.push(texts.noTls(printable(noTls ?? "")));
  else {
    const width = Math.max(texts.realCertificate.length, texts.shownCertificate.length);
    for (const [title, shown] of [
      [texts.realCertificate, certificate.real],
      [texts.shownCertificate, certificate.shown],
    ] as const) {
      const issuer = shown.issuer === shown.subject ? texts.itself : shown.issuer;
      lines.push(`  ${title.padEnd(width)}  ${printable(texts.certificate(shown.subject, issuer))}`);
      lines.push(`  ${" ".repeat(width)}  ${shown.fingerprint}`);
    }
  }
  lines.push(texts.howToCome(texts.comeBy(clients, certificate !== undefined)));
  if (folder !== undefined) lines.push(texts.kept(folder));
  return lines;
}

function endOfProcess(): Promise<void> {
  // Without a reader, as in `lab mitm … | head`, the attack ends.
  return new Promise((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve).once("SIGHUP", resolve);
  });
}
