import { type LayersCapture, ofKind } from "../capture/layers-capture.ts";
import { acceptedHash, mustBeFor, NotInCapture, wrappedPrivateKey } from "../capture/what-is-needed.ts";
import { type Puzzle, pemBeginning } from "../search/puzzle.ts";

/** How long before the capture the server may have started, in seconds. */
const MAX_UPTIME = 366 * 86_400;

/** The words to try. */
interface Words {
  readonly words: readonly string[];
  readonly digits: number;
}

/** The access key from its hash. Throws NotInCapture. */
export function hashPuzzle(capture: LayersCapture, words: Words): Puzzle & { readonly kind: "hash" } {
  mustBeFor("hash", capture);
  return { kind: "hash", hash: acceptedHash(capture), ...words };
}

/** The access key without any hash: with it, the private key begins as all private keys do. Throws NotInCapture. */
export function rc4Puzzle(capture: LayersCapture, words: Words): Puzzle {
  mustBeFor("rc4", capture);
  return { kind: "rc4", bytes: wrappedPrivateKey(capture).subarray(0, pemBeginning.length), ...words };
}

/** The start time of the server: not later than the first line of the capture. Throws NotInCapture. */
export function clockPuzzle(capture: LayersCapture): Puzzle {
  mustBeFor("clock", capture);
  const [token] = ofKind(capture.lines, "token");
  if (token === undefined) throw new NotInCapture({ kind: "no-line", line: "token" });
  const before = capture.lines[0]!.time + 1;
  return { kind: "clock", token: token.line.token, before, seconds: MAX_UPTIME };
}
