import { extensionOf } from "../../../sniffer/wire/tls/messages/extension.ts";
import { hasDowngradeMark } from "../../../sniffer/wire/tls/messages/hello.ts";
import { isTls13, protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { extensionType } from "../../../sniffer/wire/tls/registry/iana-names.ts";
import { type Finding, found } from "../finding.ts";
import { type SeenHello, type SeenServer, sightingOf } from "../seen.ts";

export type VersionCode = "ssl-3.0" | "tls-1.0" | "tls-1.1" | "no-tls-1.3" | "no-downgrade-mark" | "no-fallback-signal";

/** What is wrong with the versions that a server speaks. */
export function versionFindings({ hellos, trials }: SeenServer): readonly Finding<VersionCode>[] {
  const of = (version: number) =>
    hellos
      .filter((hello) => hello.version === version)
      .slice(0, 1)
      .map(chosen);
  return [
    ...found("ssl-3.0", "critical", of(protocolVersion["SSL 3.0"])),
    ...found("tls-1.0", "serious", of(protocolVersion["TLS 1.0"])),
    ...found("tls-1.1", "serious", of(protocolVersion["TLS 1.1"])),
    ...found("no-tls-1.3", "moderate", withoutTls13(hellos).slice(0, 1).map(chosen)),
    ...found("no-downgrade-mark", "moderate", withoutMark(hellos).slice(0, 1).map(randomOf)),
    ...found("no-fallback-signal", "minor", trials.fallback?.isRefused === false ? [trials.fallback.seen] : []),
  ];
}

function chosen({ hello }: SeenHello) {
  return sightingOf(hello, "Legacy version");
}

function randomOf({ hello }: SeenHello) {
  return sightingOf(hello, "Random");
}

/** A client offered TLS 1.3, the server chose an older version, and it never chose TLS 1.3. */
function withoutTls13(hellos: readonly SeenHello[]): readonly SeenHello[] {
  if (hellos.some(({ version }) => isTls13(version))) return [];
  return hellos.filter(({ offer }) => extensionOf(offer.extensions, "supported_versions")?.versions.some(isTls13));
}

/** A server that speaks TLS 1.3 marks the hellos in which it chooses an older version: RFC 8446 section 4.1.3. */
function withoutMark(hellos: readonly SeenHello[]): readonly SeenHello[] {
  if (!hellos.some(({ version }) => isTls13(version))) return [];
  return hellos.filter(
    ({ version, hello, offer }) => !isTls13(version) && !isSecond(offer) && !hasDowngradeMark(hello.message),
  );
}

/**
 * In a second handshake inside the first one the version is fixed. Its ClientHello repeats the first Finished (RFC 5746
 * section 3.5).
 */
function isSecond({ extensions = [] }: SeenHello["offer"]): boolean {
  const info = extensions.find(({ type }) => type === extensionType.renegotiation_info);
  return (info?.data.length ?? 0) > 1;
}
