import type { TLSSocket } from "node:tls";
import { sightingOf, type Trials } from "../seen.ts";
import type { Prober } from "./prober.ts";
import { handshakeOf, isWhole } from "./with-node.ts";

/** So often a client must not be able to start again: Node's own servers stop after three. */
const MANY_TIMES = 4;
/** So often is enough where the time is over and nothing was refused: openssl's web server sleeps after each. */
const ENOUGH_TIMES = 2;
/** The time for all of them, as a part of the time for one answer. */
const TIME = 1 / 2;
/** It is longer where the first handshake was slow: so many of these. A refusal after three must not come too late. */
const HANDSHAKES = 15;

/**
 * Whether a client may shake hands inside a handshake of TLS 1.2, again and again: some servers allow a few, and then
 * break off. One that wants none breaks off at once, sends an alert, or says nothing.
 */
export async function tryRenegotiation(prober: Prober): Promise<Trials["renegotiation"]> {
  const { patience } = prober.place;
  let times = 0;
  let isRefused = false;
  let start = 0;
  const whole = await handshakeOf(prober, "TLSv1.2", {
    inside: ({ secure, took, refresh, settle }) => {
      start = performance.now();
      const time = Math.max(TIME * patience, HANDSHAKES * took);
      // Once is neither "never" nor "again and again": the next answer is waited for like any other.
      setTimeout(() => times !== 1 && settle(), time).unref();
      const ask = () =>
        renegotiate(secure, (error) => {
          if (error !== null) {
            isRefused = true;
            return settle();
          }
          times += 1;
          refresh();
          const isLate = times >= ENOUGH_TIMES && performance.now() - start >= time;
          if (times === MANY_TIMES || isLate) settle();
          else ask();
        });
      ask();
    },
  });
  if (!isWhole(whole)) return undefined;
  isRefused ||= whole.ended === "closed";
  const spent = isRefused || times === MANY_TIMES ? undefined : performance.now() - start;
  const hellos = whole.shown()?.hellos ?? [];
  const seen = hellos.length > 1 ? sightingOf(hellos.at(-1)!.hello, "Legacy version") : whole.seen;
  const isAccepted = !isRefused && times >= ENOUGH_TIMES;
  return { isAccepted, times, isRefused, spent, seen };
}

/** Not while bytes are being read: Node's TLS would write twice at once. */
function renegotiate(socket: TLSSocket, done: (error: Error | null) => void): void {
  setImmediate(() => {
    if (!socket.destroyed) socket.renegotiate({ rejectUnauthorized: false }, done);
  });
}
