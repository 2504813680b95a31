import type { Command } from "commander";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { parseTarget } from "../../../certs/target.ts";
import { announce } from "./announce.ts";

interface ShowOptions {
  readonly bytes?: true;
  readonly pem?: boolean;
  readonly dryRun?: true;
}

/** `lab certs show`: certificates, requests and keys in words. */
export function defineShow(command: Command): void {
  command
    .description("explain a certificate, request or key, field by field")
    .argument("<target>", "a file, or HOST:PORT of a TLS server")
    .option("--bytes", "show the bytes too: the ASN.1 tree with offsets")
    .option("--pem", "show it as PEM too")
    .option("--dry-run", "only show the openssl line")
    .action(async (text: string, { bytes, pem = false, dryRun }: ShowOptions) => {
      const target = parseTarget(text);
      const { readItems, certificateItem } = await import("../../../certs/show/item.ts");
      const { renderItems } = await import("../../../certs/show/render.ts");
      const { words } = await import("../../../certs/show/words.ts");
      const { derLines } = await import("./der-lines.ts");
      const options = { now: new Date(), pem, ...(bytes ? { bytes: derLines } : {}) };
      if (target.kind === "server") {
        const { host, port } = target;
        if (!announce(opensslLines.showServer(host, port), dryRun)) return;
        const { fetchPeer } = await import("../../../certs/peer.ts");
        const { chain, protocol, cipher } = await fetchPeer(host, port);
        console.log(words.handshake(protocol, cipher));
        for (const line of renderItems(chain.map(certificateItem), options)) console.log(line);
        return;
      }
      const { items, notes } = await readItems(target.path);
      const kind = items[0]?.kind === "request" ? "request" : items[0]?.kind.includes("key") ? "key" : "certificate";
      if (!announce(opensslLines.showFile(kind, target.path), dryRun)) return;
      for (const line of [...notes, ...renderItems(items, options)]) console.log(line);
    });
}
