import type { TLSSocket } from "node:tls";
import { sightingOf, type Trials } from "../seen.ts";
import type { Prober } from "./prober.ts";
import { handshakeOf, isWhole } from "./with-node.ts";

/** After this many new handshakes a server should have refused: Node's own servers stop after three. */
const MANY_TIMES = 4;
/** This many are enough if the time is over and nothing was refused: openssl's web server sleeps after each. */
const ENOUGH_TIMES = 2;
/** The time for all of them, as a part of the time for one answer. */
const TIME = 1 / 2;
/**
 * After a slow first handshake the time is longer: this many of its durations. A refusal after three must not be
 * missed.
 */
const HANDSHAKES = 15;

/**
 * Whether a client may renegotiate in TLS 1.2 again and again: some servers allow it a few times, and then break off.
 * Others break off at once, send an alert, or do not answer.
 */
export async function tryRenegotiation(prober: Prober): Promise<Trials["renegotiation"]> {
  let times = 0;
  let isRefused = false;
  let start = 0;
  const whole = await handshakeOf(prober, "TLSv1.2", {
    inside: ({ secure, took, patience, refresh, settle }) => {
      start = performance.now();
      const time = Math.max(TIME * patience, HANDSHAKES * took);
      // One time is neither "never" nor "again and again": the next answer gets the normal time.
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
