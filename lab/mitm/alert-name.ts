/** What OpenSSL puts before the name of an alert that the other side sent; which words, depends on the version. */
const received = /^ERR_SSL_(?:.*_)?ALERT_(?!NUMBER)(.+)$/;

/** The alert behind an error code of Node, by its IANA name ("unknown_ca"); undefined where no alert came. */
export function alertName(code: string | undefined): string | undefined {
  return received.exec(code ?? "")?.[1]?.toLowerCase();
}
