import type { Command } from "commander";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { parseTarget, type Target } from "../../../certs/remote/target.ts";
import type { Item } from "../../../certs/show/item.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { print, printData } from "../../../terminal/print.ts";
import { announce, type Output } from "./announce.ts";
import { help } from "./texts.ts";

interface ShowOptions {
  readonly capture?: true;
  readonly bytes?: true;
  readonly pem?: boolean;
  readonly json?: true;
  readonly dryRun?: true;
}

/** `lab certs show`: certificates, requests and keys, explained. */
export function defineShow(command: Command): void {
  command
    .description(help.show.about)
    .argument("<target>", help.show.targetArgument)
    .option("--capture", help.show.capture)
    .option("--bytes", help.show.bytes)
    .option("--pem", help.show.pem)
    .option("--json", help.show.json)
    .option("--dry-run", help.show.dryRun)
    .action(async (text: string, { capture, bytes, pem = false, json, dryRun }: ShowOptions) => {
      // Loaded first: after giving up root to decode a capture, the process may be unable to read the lab's folder.
      const printAll = await (json ? jsonPrinter() : textPrinter(pem, bytes ?? false));
      const target: Target = capture ? { kind: "file", path: text } : parseTarget(text);
      const shown = await (capture
        ? fromCapture(text)
        : target.kind === "server"
          ? fromServer(target, { json, dryRun })
          : fromFile(text, { json, dryRun }));
      printAll(shown);
    });
}

/** Items that belong together, and the lines before them. */
interface Shown {
  readonly notes: readonly string[];
  readonly items: readonly Item[];
}

type Printer = (shown: readonly Shown[]) => void;

async function textPrinter(pem: boolean, withBytes: boolean): Promise<Printer> {
  const { renderItems } = await import("../../../certs/show/render.ts");
  const { derLines } = await import("./der-lines.ts");
  const options = { now: new Date(), pem, ...(withBytes && { bytes: derLines }) };
  return (shown) => {
    for (const { notes, items } of shown) {
      for (const line of [...notes, ...renderItems(items, options)]) print(line);
    }
  };
}

async function jsonPrinter(): Promise<Printer> {
  const { itemAsJson } = await import("../../../certs/show/as-json.ts");
  const { safeJson } = await import("../../../sniffer/observe/print-json.ts");
  return (shown) => {
    for (const { items } of shown) for (const item of items) printData(safeJson(itemAsJson(item)));
  };
}

async function fromFile(path: string, output: Output): Promise<readonly Shown[]> {
  const { readItems } = await import("../../../certs/show/item.ts");
  const shown = await readItems(path);
  return announce(opensslLines.showFile(shown.items[0]?.kind ?? "", path), output) ? [shown] : [];
}

async function fromServer({ host, port }: Target & { kind: "server" }, output: Output): Promise<readonly Shown[]> {
  if (!announce(opensslLines.showServer(host, port), output)) return [];
  const { fetchPeer } = await import("../../../certs/remote/peer.ts");
  const { certificateItem } = await import("../../../certs/show/item.ts");
  const { texts } = await import("../../../certs/show/texts.ts");
  const { chain, protocol, cipher } = await fetchPeer(host, port);
  return [{ notes: [texts.handshake(protocol, cipher)], items: chain.map(certificateItem) }];
}

async function fromCapture(path: string): Promise<readonly Shown[]> {
  const { capturedChains } = await import("./captured-certificates.ts");
  const { certificateItem } = await import("../../../certs/show/item.ts");
  const { texts } = await import("../../../certs/show/texts.ts");
  const { chains, sawTls13 } = await capturedChains(path);
  if (chains.length === 0) throw new LabError(...texts.noneCaptured(path, sawTls13));
  return chains.map(({ connection, packet, from, chain }) => ({
    notes: [texts.captured(connection, packet, from)],
    items: chain.map(certificateItem),
  }));
}
