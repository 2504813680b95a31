import type { Outcome } from "./attack-table.ts";
import type { AttackedRoom } from "./attacked-room.ts";
import { openMeddler } from "./meddler.ts";

const words = "esto ya no se puede cambiar";

/** Changes one bit of a client's line on its way, for wires on which the attacker cannot send a line. */
export async function flipOnPath(room: AttackedRoom): Promise<Outcome> {
  const heard = await sayThrough(room, room.wire === "tls" ? withLastBitFlipped : withLastDigitChanged);
  return outcomeOf(room, heard, "tag");
}

/** Sends a client's bytes twice. */
export async function replayOnPath(room: AttackedRoom): Promise<Outcome> {
  return outcomeOf(room, await sayThrough(room, (bytes) => Buffer.concat([bytes, bytes])), "numbered");
}

interface Heard {
  readonly name: string;
  readonly error: Error | undefined;
  readonly lines: readonly string[];
}

let count = 0;

/** A new client sends a line through a meddler; resolves when its connection is over. */
async function sayThrough(room: AttackedRoom, change: (bytes: Buffer) => Buffer): Promise<Heard> {
  count += 1;
  const name = `victim${count}`;
  const meddler = await openMeddler(room.server.port);
  try {
    const client = await room.join(name, meddler.port);
    meddler.change = change;
    client.say(words);
    const error = await client.over;
    return { name, error, lines: client.lines };
  } finally {
    meddler.close();
  }
}

function outcomeOf({ wire, luis }: AttackedRoom, { name, error, lines }: Heard, fixedReason: Outcome): Outcome {
  const times = luis.lines.filter((line) => line === `${name} > ${words}`).length;
  if (times > (fixedReason === "numbered" ? 1 : 0)) return "falls";
  if (wire === "tls" && /bad record mac/iu.test(String(error?.message))) return "alert";
  if (wire === "fixed" && lines.some((line) => line.startsWith("! layers-not-genuine "))) return fixedReason;
  throw new Error(`${name} heard neither an alert nor a refusal: ${error?.message}\n${lines.join("\n")}`);
}

function withLastBitFlipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.length - 1]! ^= 1;
  return changed;
}

/** The last hexadecimal digit before the line end. */
function withLastDigitChanged(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString().replace(/.\n$/, (end) => (end === "0\n" ? "1\n" : "0\n")));
}
