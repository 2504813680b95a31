import { pieceNames } from "../../observe/layers/texts.ts";
import { etherType } from "../../wire/decode/ether-types.ts";
import { ipv4Text } from "../../wire/decode/ipv4.ts";
import { ipv6Text } from "../../wire/decode/ipv6.ts";
import type { Field } from "../../wire/decode/reader.ts";
import { tcpFlagNames } from "../../wire/decode/tcp.ts";
import { contentType } from "../../wire/tls/names.ts";
import { texts } from "../texts.ts";

/** A closed group in a few words: the value of its most important field. `bytes` are those of its section. */
export function groupValue(group: Field, bytes: Uint8Array): string {
  const brief = Object.hasOwn(briefs, group.label) ? briefs[group.label]!(group.children, bytes) : undefined;
  return brief ?? texts.bytes(group.end - group.start);
}

type Brief = (fields: readonly Field[], bytes: Uint8Array) => string | undefined;

const ports: Brief = (fields, bytes) =>
  between(fields, ["Source port", "Destination port"], (port) => String(number(port, bytes)));

const briefs: Readonly<Record<string, Brief>> = {
  IPv4: (fields, bytes) => between(fields, addresses, (address) => ipv4Text(number(address, bytes))),
  IPv6: (fields, bytes) => between(fields, addresses, ({ start }) => ipv6Text(bytes, start)),
  TCP: (fields, bytes) => {
    const flags = find(fields, "Data offset and flags");
    const names = flags && tcpFlagNames(number(flags, bytes) & 0x1ff).join(" ");
    return [ports(fields, bytes), names || undefined].filter((part) => part !== undefined).join(", ");
  },
  UDP: ports,
  Ethernet: (fields, bytes) => {
    const type = find(fields, "EtherType");
    return type && texts.carriesProtocol(etherType.nameOf(number(type, bytes)));
  },
  "TLS record": (fields, bytes) => {
    const type = find(fields, "Content type");
    return type && contentType.nameOf(number(type, bytes));
  },
  Line: (fields) => find(fields, "Text")?.value ?? "",
  "Line of layers": (fields) => fields.find(({ label }) => !beside.has(label))?.label ?? "",
};

const addresses = ["Source address", "Destination address"] as const;
/** The parts of a line of home-made layers besides its contents. */
const beside = new Set(["Text", "Line end", pieceNames.speaker, pieceNames.number]);

function between(
  fields: readonly Field[],
  [from, to]: readonly [string, string],
  show: (field: Field) => string,
): string {
  const [source, destination] = [find(fields, from), find(fields, to)];
  return `${source ? show(source) : "?"} → ${destination ? show(destination) : "?"}`;
}

function find(fields: readonly Field[], wanted: string): Field | undefined {
  return fields.find(({ label }) => label === wanted);
}

/** A field of up to four bytes. */
function number({ start, end }: Field, bytes: Uint8Array): number {
  let value = 0;
  for (let at = start; at < end; at++) value = (value << 8) | bytes[at]!;
  return value >>> 0;
}
