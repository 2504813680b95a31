import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { printData, printError } from "../../terminal/print.ts";
import { helpTexts as help } from "../audit/help-texts.ts";
import { printReports, type ReportOptions, refuseTwoForms } from "../audit/report/print-report.ts";
import { texts } from "../audit/texts.ts";
import { certsFile } from "./certs/certs-file.ts";

interface Options extends ReportOptions {
  readonly name?: string;
  readonly read?: string;
  readonly ca?: string[];
  readonly hostIMayAudit?: string;
}

/** `lab audit`: what is wrong with a TLS server, with the bytes that prove it and the lines that fix it. */
export function define(command: Command): void {
  reportOptions(command.argument("[server]", help.server))
    .option("--name <name>", help.name)
    .option("--ca <file...>", help.ca)
    .option("--host-i-may-audit <host>", help.consent)
    .option("-r, --read <file>", help.read)
    .action(async (server: string | undefined, options: Options) => {
      refuseTwoForms(options);
      if (server !== undefined && options.read !== undefined) throw new LabError(...texts.twoTargets, 2);
      const anchorsPem = await trusted(options);
      await printReports(
        options.read === undefined ? [await connected(server, options, anchorsPem)] : await read(options, anchorsPem),
        options,
      );
    });
  command
    .command("example")
    .description(help.example)
    .action(async () => {
      const { exampleServer } = await import("../audit/example-server.ts");
      printData(exampleServer.trimEnd());
    });
  const client = command
    .command("client")
    .description(help.client)
    .option("--port <number>", help.port, "0")
    .option("--run <command>", help.run);
  reportOptions(client).action(async (options: ClientOptions) => {
    const given = { ...command.opts<ReportOptions>(), ...options };
    refuseTwoForms(given);
    await printReports([await watchClient(options)], given);
  });
  const chat = command
    .command("chat <server>")
    .description(help.chat)
    .option("--plain", help.plain)
    .option("--tls", help.tls);
  reportOptions(chat).action(async (server: string, options: ChatOptions) => {
    // `lab audit` itself has options of the same name.
    const given = { ...command.opts<ReportOptions>(), ...options };
    refuseTwoForms(given);
    const { targetOf } = await import("../audit/target.ts");
    const { host, port } = targetOf(server);
    const { auditChat } = await import("../audit/chat/audit-chat.ts");
    const { keptFile } = await import("../audit/kept/keep-file.ts");
    await printReports([await auditChat(host, port, modeOf(options), keptFile("chat"))], given);
  });
}

/** The PEM texts of all trusted CAs. */
async function trusted({ ca }: Options): Promise<readonly string[]> {
  const { defaultCa } = await import("../audit/target.ts");
  const { rootCertificates } = await import("node:tls");
  const files = ca ?? [defaultCa].filter((file) => existsSync(file));
  return [...files.map((file) => readFileSync(file, "latin1")), ...rootCertificates];
}

async function connected(server: string | undefined, { name, hostIMayAudit }: Options, anchorsPem: readonly string[]) {
  const { targetOf } = await import("../audit/target.ts");
  const { host, port } = targetOf(server);
  const { auditServer } = await import("../audit/audit-server.ts");
  const { keptFile } = await import("../audit/kept/keep-file.ts");
  const keepIn = keptFile("server");
  return auditServer({ host, port, name: name ?? host, anchorsPem, consent: hostIMayAudit, keepIn });
}

async function read({ read: path = "-", name, html }: Options, anchorsPem: readonly string[]) {
  const { auditCapture } = await import("../audit/passive/audit-capture.ts");
  const { openToDecode } = await import("../../sniffer/capture/open-to-decode.ts");
  if (html !== undefined) return auditCapture(path, anchorsPem, name); // Root's file is to be written.
  return auditCapture(path, anchorsPem, name, openToDecode([path])(path));
}

interface ClientOptions extends ReportOptions {
  readonly port: string;
  readonly run?: string;
}

/** Which certificates of the gallery a client accepts: a person starts it for each one, or `--run` does. */
async function watchClient({ port, run }: ClientOptions) {
  const { parsePort } = await import("../../certs/remote/target.ts");
  const { auditClient } = await import("../audit/client/audit-client.ts");
  const { clientTexts } = await import("../audit/client/texts.ts");
  const { runClient } = await import("../audit/client/run-client.ts");
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const tell = (line: string) => printError(line);
  const { keptFile } = await import("../audit/kept/keep-file.ts");
  return auditClient({
    keepIn: keptFile("client"),
    port: parsePort(port),
    folder: certsFile("gallery/client"),
    tell,
    stop: stop.signal,
    begin: (place) => {
      if (run !== undefined) return runClient(run, place);
      if (place.number === 1) for (const line of clientTexts.begin(place.port, place.ca)) tell(line);
      tell(clientTexts.now(place.number, place.of, place.name));
      return undefined;
    },
  });
}

interface ChatOptions extends ReportOptions {
  readonly plain?: true;
  readonly tls?: true;
}

function modeOf({ plain, tls }: ChatOptions): "plain" | "tls" | undefined {
  if (plain && tls) throw new LabError(...texts.twoModes, 2);
  return tls ? "tls" : plain ? "plain" : undefined;
}

function reportOptions(command: Command): Command {
  return command.option("--json", help.json).option("--markdown", help.markdown).option("--html <file>", help.html);
}
