import { isIP } from "node:net";
import { LabError } from "../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** One part of a distinguished name: `{ type: "CN", value: "localhost" }`. RFC 5280 section 4.1.2.4. */
export interface NamePart {
  readonly type: string;
  readonly value: string;
}

/** A name for which a certificate is valid: RFC 5280 section 4.2.1.6. */
export interface SubjectAltName {
  readonly type: "dns" | "ip";
  readonly value: string;
}

/** The names of this machine for itself. */
export const localNames: readonly SubjectAltName[] = [
  { type: "dns", value: "localhost" },
  { type: "ip", value: "127.0.0.1" },
  { type: "ip", value: "::1" },
];

/** The parts of a name that the lab writes, by OpenSSL's names. */
const namePartTypes = ["CN", "O", "OU", "L", "ST", "C", "E"];

/** Upper bound of RFC 5280 for a common name, used for every part. */
const MAX_NAME_PART = 64;

/**
 * Reads `/CN=localhost/O=Class` (as `openssl -subj`), `CN=localhost,O=Class`, or only a common name. Throws LabError.
 */
export function parseSubject(text: string): readonly NamePart[] {
  const parts = text.startsWith("/")
    ? text.slice(1).split(/(?<!\\)\//)
    : /^\s*[A-Za-z]+\s*=/.test(text)
      ? text.split(/(?<!\\),/)
      : [`CN=${text}`];
  return parts.map((part) => {
    const [, type = "", value = ""] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(part.replace(/\\([/,\\])/g, "$1")) ?? [];
    const known = type.toUpperCase() === "EMAILADDRESS" ? "E" : type.toUpperCase();
    if (value === "" || !namePartTypes.includes(known))
      throw new LabError(...texts.subjectUnfit(part, namePartTypes), 2);
    if ([...value].length > MAX_NAME_PART) throw new LabError(...texts.subjectTooLong(known, MAX_NAME_PART), 2);
    if (known === "C" && !/^[A-Za-z]{2}$/.test(value)) throw new LabError(...texts.countryUnfit(value), 2);
    return { type: known, value };
  });
}

/** A subject in the form for the `openssl` command line: `/CN=localhost/O=Class`. */
export function subjectAsOpenssl(subject: readonly NamePart[]): string {
  return subject
    .map(({ type, value }) => `/${type === "E" ? "emailAddress" : type}=${value.replace(/[/\\]/g, "\\$&")}`)
    .join("");
}

/** Reads `localhost`, `*.example.org`, `127.0.0.1`, `::1`, or the same after `DNS:` or `IP:`. Throws LabError. */
export function parseSubjectAltName(text: string): SubjectAltName {
  const [, prefix = "", rest = ""] = /^\s*(?:(DNS|IP)\s*:)?\s*(.*?)\s*$/i.exec(text) ?? [];
  const isAddress = isIP(rest) !== 0;
  if (isAddress && prefix.toUpperCase() !== "DNS") return { type: "ip", value: rest };
  if (prefix.toUpperCase() === "IP") throw new LabError(...texts.addressUnfit(rest), 2);
  if (!isHostName(rest.replace(/^\*\./, "")) || isAddress) throw new LabError(...texts.nameUnfit(rest), 2);
  return { type: "dns", value: rest.toLowerCase() };
}

/**
 * Whether a text is a host name in the form of DNS: letters, digits and hyphens in labels of up to 63. An underscore is
 * common, so it is accepted.
 */
export function isHostName(text: string): boolean {
  return hostName.test(text) && text.length <= 253;
}

const hostName = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** Names in the form for `openssl -addext` and `openssl.cnf`: `DNS:localhost,IP:127.0.0.1`. */
export function namesAsOpenssl(names: readonly SubjectAltName[]): string {
  return names.map(({ type, value }) => `${type === "dns" ? "DNS" : "IP"}:${value}`).join(",");
}
