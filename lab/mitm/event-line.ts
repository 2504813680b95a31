import type { Colour } from "../../terminal/palette.ts";
import { printable } from "../../terminal/printable.ts";
import type { MitmEvent } from "./events.ts";
import { MAX_CONNECTIONS } from "./proxy.ts";
import { texts } from "./texts.ts";

/** An event for people, cleaned: who, what, and the colour of its meaning. */
export interface EventLine {
  readonly who: string;
  readonly what: string;
  readonly colour: Colour | undefined;
}

/** An event in one line: text that the attacker read is red, a client that kept the attacker out is green. */
export function eventLine(event: MitmEvent): EventLine {
  switch (event.kind) {
    case "line":
    case "too-long": {
      const client = event.name ?? texts.client(event.client);
      const { server } = texts;
      const who = event.direction === "to-server" ? texts.arrow(client, server) : texts.arrow(server, client);
      return { who: printable(who), what: printable(words(event)), colour: colourOf(event) };
    }
    case "connected":
      return line(event, texts.twoHandshakes(event.withClient, event.withServer), "faint");
    case "left":
      return line(event, texts.left(event.alert), "safe");
    case "failed": {
      const what = texts.failed[event.why];
      return line(event, event.reason === undefined ? what : texts.because(what, printable(event.reason)), "warning");
    }
    case "server-lost":
      return line(event, texts.because(texts.serverLost, printable(event.reason)), "warning");
    case "closed": {
      const what = texts.closed[event.by];
      const client = event.name ?? texts.client(event.client);
      const shown = event.error === undefined ? what : texts.because(what, event.error);
      return { who: printable(client), what: shown, colour: "faint" };
    }
    case "refused":
      return { who: "", what: texts.refused(event.count, MAX_CONNECTIONS), colour: "warning" };
  }
}

function line({ client }: { readonly client: number }, what: string, colour: Colour): EventLine {
  return { who: texts.client(client), what, colour };
}

type Words = Extract<MitmEvent, { readonly kind: "line" | "too-long" }>;

function words(event: Words): string {
  if (event.kind === "too-long") return texts.tooLong;
  return event.changedTo === undefined ? event.text : texts.changed(event.text, event.changedTo);
}

function colourOf(event: Words): Colour {
  return event.kind === "line" && event.changedTo === undefined ? "danger" : "warning";
}
