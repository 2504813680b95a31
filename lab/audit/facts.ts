import { readCertificate } from "../../certs/certificate.ts";
import { keyInWords } from "../../certs/keys.ts";
import { generalNameText } from "../../certs/parse/general-name.ts";
import { groupName, isTls13, schemeName, suiteName, versionName } from "../../sniffer/wire/tls/names.ts";
import { suiteProperties } from "../../sniffer/wire/tls/registry/cipher-suites.ts";
import { extensionType, supportedGroup } from "../../sniffer/wire/tls/registry/iana-names.ts";
import { printable } from "../../terminal/printable.ts";
import { factTexts } from "./fact-texts.ts";
import type { Fact } from "./report/report.ts";
import { hasExtension, type SeenServer } from "./seen.ts";

/** Most names of a certificate that are listed. */
const MAX_NAMES = 12;

/** The facts about a server, good or bad. */
export function serverFacts(server: SeenServer): readonly Fact[] {
  const { hellos, trials, chains } = server;
  const versions = [...new Set(hellos.map(({ version }) => version))].sort((a, b) => b - a);
  const old = hellos.filter(({ version }) => !isTls13(version));
  const groups = [...new Set(hellos.flatMap(({ group }) => (group === undefined ? [] : [group])))];
  const { labels, yesNo } = factTexts;
  return [
    { label: labels.versions, value: versions.map(versionName) },
    ...versions.map((version) => ({ label: labels.suites(versionName(version)), value: suitesOf(server, version) })),
    { label: labels.forwardSecrecy, value: forwardSecrecy(server) },
    { label: labels.groups, value: orUnknown(groups.map(groupName)) },
    { label: labels.hybrid, value: hybrid(groups, versions.some(isTls13)) },
    ...[...(trials.schemes ?? [])].map(([version, schemes]) => ({
      label: labels.schemes(versionName(version)),
      value: orUnknown(schemes.map(({ scheme }) => schemeName(scheme))),
    })),
    ...[...(trials.order ?? [])].map(([version, order]) => ({
      label: labels.order(versionName(version)),
      value: factTexts.order[order],
    })),
    ...(old.length === 0
      ? []
      : [
          {
            label: labels.compression,
            value: yesNo(old.some(({ hello }) => (hello.message.compressionMethod ?? 0) !== 0)),
          },
          { label: labels.renegotiationInfo, value: yesNo(all(old, extensionType.renegotiation_info)) },
          { label: labels.masterSecret, value: yesNo(all(old, extensionType.extended_master_secret)) },
          { label: labels.encryptThenMac, value: encryptThenMac(old) },
        ]),
    ...optional(labels.renegotiation, trials.renegotiation && factTexts.renegotiation(trials.renegotiation)),
    ...optional(labels.fallback, trials.fallback && yesNo(trials.fallback.isRefused)),
    ...[...(trials.resumption ?? [])].map(([version, kind]) => ({
      label: labels.resumption(versionName(version)),
      value: factTexts.resumption[kind],
    })),
    ...optional(labels.alpn, "alpn" in trials ? printable(trials.alpn ?? factTexts.none) : undefined),
    ...optional(labels.clear, trials.clear && factTexts.clear[trials.clear.answer]),
    ...chains.flatMap(({ chain }) => certificateFacts(chain)),
  ];
}

function orUnknown(names: readonly string[]): string | readonly string[] {
  return names.length === 0 ? factTexts.unknown : names;
}

function optional(label: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : [{ label, value }];
}

function all(hellos: SeenServer["hellos"], extension: number): boolean {
  return hellos.every(({ hello, offer }) => !hasExtension(offer, extension) || hasExtension(hello.message, extension));
}

function suitesOf({ hellos }: SeenServer, wanted: number): readonly string[] {
  const suites = hellos.filter(({ version }) => version === wanted).map(({ suite }) => suite);
  return [...new Set(suites)].map(suiteName);
}

function forwardSecrecy({ hellos }: SeenServer): string {
  const fresh = hellos.filter(({ suite }) =>
    ["TLS 1.3", "ECDHE", "DHE"].includes(suiteProperties(suite)?.keyExchange ?? ""),
  );
  if (fresh.length === 0) return factTexts.never;
  return fresh.length === hellos.length ? factTexts.always : factTexts.sometimes;
}

function hybrid(groups: readonly number[], speaksTls13: boolean): string {
  if (groups.includes(supportedGroup.X25519MLKEM768)) return factTexts.hybrid;
  return speaksTls13 ? factTexts.noHybrid : factTexts.noTls13;
}

function encryptThenMac(hellos: SeenServer["hellos"]): string {
  const cbc = hellos.filter(({ suite }) => suiteProperties(suite)?.mode === "CBC");
  return cbc.length === 0 ? factTexts.notNeeded : factTexts.yesNo(all(cbc, extensionType.encrypt_then_mac));
}

function certificateFacts(chain: readonly Uint8Array[]): readonly Fact[] {
  const { labels } = factTexts;
  try {
    const { publicKey, subject, subjectAltNames = [], notBefore, notAfter, signature } = readCertificate(chain[0]!);
    const names = subjectAltNames.slice(0, MAX_NAMES).map((name) => printable(generalNameText(name)));
    return [
      { label: labels.certificate, value: printable(subject.text) || factTexts.none },
      { label: labels.names, value: names.length === 0 ? factTexts.none : names },
      { label: labels.key, value: publicKey === undefined ? factTexts.unknown : keyInWords(publicKey) },
      { label: labels.signature, value: printable(signature.name) },
      { label: labels.dates, value: factTexts.dates(notBefore, notAfter) },
      { label: labels.chain, value: `${chain.length}` },
    ];
  } catch {
    return [{ label: labels.certificate, value: factTexts.unreadable }];
  }
}
