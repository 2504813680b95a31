import { LabError } from "../terminal/lab-error.ts";
import { readBytes } from "./files/pem.ts";
import { type NamePart, parseSubject, parseSubjectAltName, type SubjectAltName } from "./names.ts";
import { texts } from "./texts.ts";

/** The parts of an OpenSSL configuration file for a request. */
export interface RequestConfig {
  readonly subject: readonly NamePart[];
  readonly names: readonly SubjectAltName[];
  /** Notes for the user: names that openssl itself would leave out. */
  readonly notes: readonly string[];
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads `[req]`, its distinguished name and its subjectAltName from an openssl.cnf (config(5), req(1)). Throws
 * LabError.
 */
export function readRequestConfig(path: string): RequestConfig {
  const sections = readSections(Buffer.from(readBytes(path)).toString("utf8"), path);
  const request = section(sections, "req", path);
  const subject = readSubject(
    section(sections, request.get("distinguished_name") ?? "req_distinguished_name", path),
    path,
  );
  const extensions = request.get("req_extensions");
  const altName = extensions === undefined ? undefined : section(sections, extensions, path).get("subjectAltName");
  if (altName !== undefined) return { subject, names: readNames(altName, sections, path), notes: [] };
  const unused = sections.get("alt_names");
  if (unused === undefined) return { subject, names: [], notes: [] };
  return { subject, names: namesIn(unused, path), notes: [texts.configNamesUnused(path)] };
}

/** `[section]` lines and `name = value` lines; `#` begins a comment, a backslash at the end continues a line. */
function readSections(text: string, path: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  sections.set("default", current);
  for (const [index, raw] of text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/(?<!\\)#.*/, "").trim();
    if (line === "" || line.startsWith(".include")) continue;
    const heading = /^\[(.+)\]$/.exec(line)?.[1]?.trim();
    const [, name, value] = /^([^=]+)=(.*)$/.exec(line)?.map((part) => part.trim()) ?? [];
    if (heading !== undefined) {
      current = sections.get(heading) ?? new Map();
      sections.set(heading, current);
    } else if (name !== undefined && value !== undefined) {
      current.set(name, value.replace(/^"(.*)"$/, "$1"));
    } else {
      throw new LabError(...texts.configUnreadable(path, index + 1));
    }
  }
  return sections;
}

function section(sections: Sections, name: string, path: string): ReadonlyMap<string, string> {
  const found = sections.get(name);
  if (found === undefined) throw new LabError(...texts.configNoSection(path, name));
  return found;
}

const shortNames: Readonly<Record<string, string>> = {
  commonName: "CN",
  organizationName: "O",
  organizationalUnitName: "OU",
  localityName: "L",
  stateOrProvinceName: "ST",
  countryName: "C",
  emailAddress: "E",
};

/**
 * With `prompt = no`, the section has the values themselves. Otherwise openssl would ask, and offer the values that end
 * in `_default`.
 */
function readSubject(names: ReadonlyMap<string, string>, path: string): readonly NamePart[] {
  const parts: NamePart[] = [];
  for (const [key, value] of names) {
    const plain = key.replace(/^\d+\./, "");
    const name = plain.replace(/_default$/, "");
    const type = shortNames[name] ?? name;
    const isPromptText = plain === name && names.has(`${key}_default`);
    if (isPromptText || /_(min|max)$/.test(plain) || value === "") continue;
    parts.push(...parseSubject(`/${type}=${literal(value, path).replaceAll("/", "\\/")}`));
  }
  if (parts.length === 0) throw new LabError(...texts.noSubject, 2);
  return parts;
}

/** `@section`, or the names themselves: `DNS:localhost, IP:127.0.0.1`. */
function readNames(value: string, sections: Sections, path: string): readonly SubjectAltName[] {
  if (value.startsWith("@")) return namesIn(section(sections, value.slice(1), path), path);
  return literal(value, path).split(",").map(parseSubjectAltName);
}

/** `DNS.1 = localhost`, `IP.1 = 127.0.0.1`. */
function namesIn(names: ReadonlyMap<string, string>, path: string): readonly SubjectAltName[] {
  return [...names].map(([key, value]) => parseSubjectAltName(`${key.replace(/\.\d+$/, "")}:${literal(value, path)}`));
}

function literal(value: string, path: string): string {
  if (value.includes("$")) throw new LabError(...texts.configVariable(path, value));
  return value;
}
