import { protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { supportedGroup } from "../../../sniffer/wire/tls/registry/iana-names.ts";
import type { SeenHello } from "../seen.ts";
import { curveSuites, everyGroup, everyScheme, heapsOf, newSuites, renegotiationSignal } from "./offers.ts";
import type { Prober } from "./prober.ts";

/**
 * Finds every suite that a server accepts in a version: offers all, notes its choice, offers the rest, until it accepts
 * none. Asks about several groups of suites at the same time.
 */
export async function listSuites(prober: Prober, version: number): Promise<void> {
  await Promise.all(heapsOf(version).map((heap) => listOneHeap(prober, version, heap)));
}

async function listOneHeap(prober: Prober, version: number, heap: readonly number[]): Promise<void> {
  let left = heap;
  while (left.length > 0) {
    const hello = await prober.offer(fullOffer(version, left));
    if (!("hello" in hello) || hello.version !== version || !left.includes(hello.suite)) return;
    left = left.filter((suite) => suite !== hello.suite);
  }
}

/**
 * Finds every group of the key exchange in the same way. In TLS 1.3 the server names the group that it wants (RFC 8446
 * section 4.1.4). In TLS 1.2, a server with an ECDSA key needs its own curve among the offers (RFC 8422 section 5.1).
 * So when the server accepts no other group, the curves that were found are offered again, after the rest.
 */
export async function listGroups(prober: Prober, version: number): Promise<void> {
  const suites = version === protocolVersion["TLS 1.3"] ? newSuites : curveSuites;
  const found: number[] = [];
  let kept: readonly number[] = [];
  while (found.length < everyGroup.length) {
    const left = everyGroup.filter((group) => !found.includes(group));
    const hello = await prober.offer({ ...fullOffer(version, suites), groups: [...left, ...kept] });
    const group = chosenGroup(hello);
    if (group !== undefined && left.includes(group)) found.push(group);
    else if (kept.length > 0) return;
    else kept = found.filter((one) => certificateCurves.includes(one));
    if (kept.length === 0 && group === undefined) return;
  }
}

const certificateCurves: readonly number[] = [
  supportedGroup.secp256r1,
  supportedGroup.secp384r1,
  supportedGroup.secp521r1,
];

function chosenGroup(hello: Awaited<ReturnType<Prober["offer"]>>): number | undefined {
  return "hello" in hello ? (hello as SeenHello).group : undefined;
}

/** An offer with everything in a version, with these suites. */
export function fullOffer(version: number, suites: readonly number[]) {
  const isFirst = version <= protocolVersion["SSL 3.0"];
  return {
    version,
    suites: isFirst ? [...suites, renegotiationSignal] : suites,
    groups: everyGroup,
    schemes: everyScheme,
    compression: [1],
  };
}
