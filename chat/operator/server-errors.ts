import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { ServerOptions } from "../server/server.ts";
import { texts } from "./texts.ts";

/** The fields of errors from the system and OpenSSL. */
type SystemError = NodeJS.ErrnoException & { address?: string; hostname?: string; reason?: string };

/** Why the server could not be opened, and what to do; undefined for any other error. */
export function serverError(
  error: unknown,
  { mode, port, layers }: Pick<ServerOptions, "mode" | "port" | "layers">,
): LabError | undefined {
  const { code = "", address = "", hostname = "", reason } = error as SystemError;
  if (code === "EADDRINUSE")
    return new LabError(
      texts.portInUse(port),
      texts.findPortUser(layers === undefined ? mode : `layers ${layers.recipe}`, port),
    );
  if (code === "EACCES") return new LabError(texts.portForbidden(port), texts.takeHigherPort);
  if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") {
    return new LabError(texts.notMyAddress(printable(address)), texts.showMyAddresses);
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EINVAL")
    return new LabError(texts.notMyAddress(printable(hostname)), texts.showMyAddresses);
  if (code === "ERR_OSSL_BAD_DECRYPT") return new LabError(texts.wrongPassphrase, texts.giveThePassphrase);
  if (code === "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED" || code === "ERR_OSSL_PEM_BAD_PASSWORD_READ") {
    return new LabError(texts.keyIsEncrypted, texts.giveThePassphrase);
  }
  if (code === "ERR_OSSL_X509_KEY_VALUES_MISMATCH") return new LabError(texts.keyDoesNotFit, texts.makeAPair);
  if (code === "ERR_OSSL_PEM_NO_START_LINE" || code.startsWith("ERR_OSSL_")) {
    return new LabError(texts.keysUnreadable(printable(reason ?? code)), texts.makeAPair);
  }
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) {
    return new LabError(texts.tlsOptionsUnfit(printable(reason ?? (error as Error).message)), texts.leaveOutCiphers);
  }
  return undefined;
}
