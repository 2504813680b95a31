import type { Explanation } from "../finding.ts";
import type { ServerCode } from "../judge.ts";
import { certificateTexts } from "./certificate-texts.ts";
import { handshakeTexts } from "./handshake-texts.ts";
import { suiteTexts } from "./suite-texts.ts";
import { versionTexts } from "./version-texts.ts";

/** The explanation of each finding about a TLS server. */
export const explanations: Readonly<Record<ServerCode, Explanation>> = {
  ...versionTexts,
  ...suiteTexts,
  ...handshakeTexts,
  ...certificateTexts,
};
