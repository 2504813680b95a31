/** OpenSSL's words before the name of an alert from the other side; they depend on the version. */
const received = /^ERR_SSL_(?:.*_)?ALERT_(?!NUMBER)(.+)$/;

/** The alert of a Node error code, by its IANA name ("unknown_ca"); undefined without an alert. */
export function alertName(code: string | undefined): string | undefined {
  return received.exec(code ?? "")?.[1]?.toLowerCase();
}
