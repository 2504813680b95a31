import { refusedCertificate } from "../../chat/client/client-errors.ts";
import { judgePeer, type PeerCheck } from "../../chat/client/peer-story.ts";
import { clientLayers } from "../../chat/layers/client-layers.ts";
import type { ClientLayers } from "../../chat/layers/layers.ts";
import type { RecipeName } from "../../chat/protocol/recipes.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { accessKeyOf, askAccessKey } from "./access-key.ts";
import { texts } from "./texts.ts";

interface Wishes {
  /** The file of the access key; undefined: asked for on the terminal. */
  readonly accessKeyFile: string | undefined;
  /** The only recipe to accept. */
  readonly wanted: RecipeName | undefined;
  readonly host: string;
  readonly port: number;
  /** Reports each check of a chain of certificates, in DER. */
  readonly judge: (chain: readonly Uint8Array[]) => Promise<readonly PeerCheck[]>;
}

/**
 * Makes the layers of each connection of a client. Asks for the access key on the first one, and again after a wrong
 * one.
 */
export function clientLayersFor(wishes: Wishes): () => ClientLayers {
  let connections = 0;
  let known = wishes.accessKeyFile === undefined ? undefined : accessKeyOf(wishes.accessKeyFile);
  const ask = async (triesLeft?: number): Promise<string> => {
    if (triesLeft === undefined && known !== undefined) return known;
    // The key is in a file, or a screen is already open: the user cannot be asked.
    if (wishes.accessKeyFile !== undefined || connections > 1) {
      throw new LabError(texts.wrongKey(printable(wishes.accessKeyFile ?? texts.whatYouTyped)), texts.askOperator);
    }
    known = await askAccessKey(triesLeft === undefined ? texts.askClientKey : texts.askAgain(triesLeft));
    return known;
  };
  const judge = async (chain: readonly Buffer[]) => {
    const checks = await wishes.judge(chain);
    if (checks.every(({ ok }) => ok)) return;
    const story = judgePeer(chain[0]!, { name: wishes.host, chainProblem: undefined, now: new Date() });
    throw refusedCertificate({ ...story, checks }, { host: wishes.host, port: wishes.port });
  };
  return () => {
    connections += 1;
    return clientLayers({ accessKey: ask, wanted: wishes.wanted, judge });
  };
}
