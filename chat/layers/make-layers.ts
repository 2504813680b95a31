import type { RecipeName } from "../protocol/recipes.ts";
import { certificatesIn } from "../transport/certificates.ts";
import { brokenServer } from "./broken/server-layers.ts";
import { makeBrokenSession } from "./broken/session.ts";
import { fixedServer } from "./fixed/server-layers.ts";
import type { LayersServer } from "./layers.ts";

/** The certificate for the proof in `fixed`: the chain in PEM, the server's own first, and its key. */
interface Identity {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** The layers of a new server. Only `fixed` calls for the identity. */
export async function makeLayers(
  recipe: RecipeName,
  accessKey: string,
  identity: () => Promise<Identity>,
): Promise<LayersServer> {
  if (recipe !== "fixed") return brokenServer(makeBrokenSession(recipe, accessKey, Math.floor(Date.now() / 1000)));
  const { cert, key } = await identity();
  return fixedServer({ accessKey, chain: certificatesIn(String(cert)).map(({ raw }) => raw), privateKey: key });
}
