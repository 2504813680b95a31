import { grouped } from "../../terminal/grouped.ts";
import { duration } from "../observe/eavesdropper/texts.ts";
import type { ComparedCapture, HandshakeCost } from "./compared-capture.ts";
import { texts } from "./texts.ts";

/** One line of the costs of encryption. Each further wire has a factor, if a quotient has a meaning. */
export interface WireCost {
  readonly label: string;
  readonly values: readonly string[];
  readonly factors: readonly string[];
}

/** The costs of captures of the same words beside each other: packets, bytes by use, round trips, time. */
export function costsOf([plain, ...others]: readonly [ComparedCapture, ...ComparedCapture[]]): readonly WireCost[] {
  const labels = others.some(({ layersCount }) => layersCount > 0) ? texts.layersCosts : texts.costs;
  const [first, ...rest] = [figures(plain), ...others.map(figures)] as const;
  return (Object.keys(first) as (keyof Figures)[]).map((name) => ({
    label: labels[name],
    values: [first, ...rest].map((one) => text(one[name])),
    factors: rest.map((other) => {
      const [a, b] = [first[name].value, other[name].value];
      return a && b && name !== "roundTrips" ? `×${round(b / a)}` : "";
    }),
  }));
}

interface Figure {
  readonly value: number | undefined;
  readonly unit: "count" | "seconds" | "average";
}

type Figures = Readonly<Record<keyof typeof texts.costs, Figure>>;

function figures(capture: ComparedCapture): Figures {
  const { cost, connections, messageCount } = capture;
  const handshakes = connections.flatMap(({ handshake }) => (handshake === undefined ? [] : [handshake]));
  const count = (value: number): Figure => ({ value, unit: "count" });
  return {
    packets: count(cost.packets),
    total: count(cost.total),
    headers: count(cost.headers),
    handshake: count(cost.handshake),
    protection: count(cost.protection),
    messages: count(cost.messages),
    other: count(cost.other),
    count: count(messageCount),
    perMessage: { value: messageCount === 0 ? undefined : cost.total / messageCount, unit: "average" },
    connections: count(capture.connectionCount),
    roundTrips: { value: middle(handshakes, ({ roundTrips }) => roundTrips), unit: "count" },
    handshakeTime: { value: middle(handshakes, (handshake) => handshake.seconds), unit: "seconds" },
  };
}

/** The median of all handshakes of a capture; undefined without handshakes. */
function middle(handshakes: readonly HandshakeCost[], value: (handshake: HandshakeCost) => number): number | undefined {
  return handshakes.map(value).sort((a, b) => a - b)[handshakes.length >> 1];
}

function text({ value, unit }: Figure): string {
  if (value === undefined) return "–";
  return unit === "seconds" ? duration(value) : grouped(Math.round(value));
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}
