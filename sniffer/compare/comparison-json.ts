import { hex } from "../wire/decode/reader.ts";
import type { ComparedCapture, WireMessage } from "./compared-capture.ts";
import type { Comparison } from "./comparison.ts";

/** The comparison as one JSON value for programs: its numbers, without sentences. Bytes are hexadecimal. */
export function comparisonJson({ first, second, messages, facts, remarks }: Comparison): unknown {
  return {
    kind: "comparison",
    first: captureJson(first),
    second: captureJson(second),
    messages: messages.map((row) => ({
      first: row.first.map(messageJson),
      second: row.second.map(messageJson),
      ...(row.fit !== undefined && { fit: row.fit }),
    })),
    facts: facts.map(({ first, second }) => ({
      about: first.about,
      first: { knowledge: first.knowledge, found: first.found },
      second: { knowledge: second.knowledge, found: second.found },
    })),
    remarks,
  };
}

function captureJson({ messages, statistics, overheard, ...capture }: ComparedCapture) {
  return {
    ...capture,
    messagesCompared: messages.length,
    ...(overheard.tls !== undefined && { handshakes: overheard.tls }),
    statistics: {
      bytes: statistics.total,
      entropy: statistics.entropy,
      mostEntropy: statistics.mostEntropy,
      counts: [...statistics.counts],
      along: statistics.along(),
    },
  };
}

function messageJson({ content, ...message }: WireMessage) {
  const { sample, ...rest } = content;
  return { ...message, content: { ...rest, hex: hex(sample) } };
}
