import { X509Certificate } from "node:crypto";
import { brokenServer } from "../../chat/layers/broken/server-layers.ts";
import { makeBrokenSession } from "../../chat/layers/broken/session.ts";
import { fixedServer } from "../../chat/layers/fixed/server-layers.ts";
import type { LayersServer } from "../../chat/layers/layers.ts";
import type { RecipeName } from "../../chat/protocol/recipes.ts";

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
  const pems = String(cert).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return fixedServer({ accessKey, chain: pems.map((pem) => new X509Certificate(pem).raw), privateKey: key });
}
