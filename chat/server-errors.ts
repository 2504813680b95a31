import { LabError } from "../lab/lab-error.ts";
import { printable } from "../lab/terminal/printable.ts";
import { words } from "./words.ts";

/** What the system and OpenSSL put on their errors. */
type SystemError = NodeJS.ErrnoException & { address?: string; hostname?: string; reason?: string };

/** Says why the server could not be opened, and what mends it; undefined for an error nobody foresaw. */
export function serverError(error: unknown, port: number): LabError | undefined {
  const { code = "", address = "", hostname = "", reason } = error as SystemError;
  if (code === "EADDRINUSE") return new LabError(words.portInUse(port), words.findPortUser(port));
  if (code === "EACCES") return new LabError(words.portForbidden(port), words.takeHigherPort);
  if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") {
    return new LabError(words.notMyAddress(printable(address)), words.showMyAddresses);
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new LabError(words.notMyAddress(printable(hostname)), words.showMyAddresses);
  if (code === "ERR_OSSL_BAD_DECRYPT") return new LabError(words.wrongPassphrase, words.mendPassphrase);
  if (code === "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED" || code === "ERR_OSSL_PEM_BAD_PASSWORD_READ") {
    return new LabError(words.keyIsEncrypted, words.mendPassphrase);
  }
  if (code === "ERR_OSSL_X509_KEY_VALUES_MISMATCH") return new LabError(words.keyDoesNotFit, words.mendKey);
  if (code === "ERR_OSSL_PEM_NO_START_LINE" || code.startsWith("ERR_OSSL_")) {
    return new LabError(words.keysUnreadable(printable(reason ?? code)), words.mendKey);
  }
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) {
    return new LabError(words.tlsOptionsUnfit(printable(reason ?? (error as Error).message)), words.mendTlsOptions);
  }
  return undefined;
}
