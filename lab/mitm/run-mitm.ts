import { join, relative } from "node:path";
import { serverError } from "../../chat/operator/server-errors.ts";
import { defaultHosts } from "../../chat/protocol/protocol.ts";
import type { BackgroundCapture } from "../../sniffer/capture/capture-in-background.ts";
import { CaptureNotPermitted, NothingCaptures } from "../../sniffer/capture/capture-refused.ts";
import { loopbackDevice } from "../../sniffer/capture/devices.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { machineDevice, machineNetwork, ownMachine } from "../sandbox/machines.ts";
import { workFolder } from "../work-folder.ts";
import { type AttackerCertificate, attackerCertificate, findServer } from "./attacker-certificate.ts";
import { captureParts, type LegPorts, legFiles, legParts, openKeyLogs } from "./capture-legs.ts";
import { changeWords, parseChange } from "./changes.ts";
import type { MitmEvent } from "./events.ts";
import type { Target } from "./leg-to-server.ts";
import { lookAlikeKind, type MitmOptions, readTarget } from "./options.ts";
import { type AttackerPort, openProxy } from "./proxy.ts";
import { allowedTargets } from "./target.ts";
import { texts } from "./texts.ts";

/** The output of an attack: a screen, lines, or JSON. */
export interface Show {
  /** The start, before any event. */
  readonly opened: (scene: Scene) => void;
  readonly event: (event: MitmEvent) => void;
  /** One clean line about the attack as a whole. */
  readonly notice: (line: string) => void;
  /** Resolves when the user ends it. */
  readonly end: Promise<void>;
  /** Everything is closed; the captures of both legs, if there are any. */
  readonly closed: (files: readonly [left: string, right: string] | undefined) => void;
}

/** The attack before the first client comes. */
export interface Scene {
  /** The name of this machine for clients. */
  readonly name: string;
  readonly target: Target;
  readonly port: number;
  readonly certificate: AttackerCertificate | undefined;
  /** Why the server does not speak TLS, if it does not; not cleaned. */
  readonly noTls: string | undefined;
  readonly strip: boolean;
  /** The folder of the packets; undefined if this user may not capture. */
  readonly folder: string | undefined;
}

/** The folder of the last run's legs. */
const mitmFolder = join(workFolder, "mitm");

/** `lab mitm`, until its user ends it. Throws LabError. */
export async function runMitm(options: MitmOptions, show: Show): Promise<void> {
  const { host, port } = readTarget(options.to);
  const change = changeWords((options.change ?? []).map(parseChange));
  const how = lookAlikeKind(options);
  const strip = options.strip === true;
  const machine = ownMachine();
  const targets = await allowedTargets(host, port, {
    allowedHost: options.hostIMayIntercept,
    sandboxNetwork: machine && machineNetwork,
  });
  if (port === options.port && targets.some(({ isHere }) => isHere))
    throw new LabError(texts.ownPort(port), texts.ownPortHint, 2);
  const { target, certificate, noTls } = await findServer(targets);
  if (strip && certificate === undefined) throw new LabError(texts.stripNeedsTls, texts.stripNeedsTlsHint);
  const own = certificate === undefined || strip ? undefined : await attackerCertificate(certificate, how);
  const files = legFiles(mitmFolder);
  const keys = openKeyLogs(mitmFolder, files, show.notice);
  const localPorts = new Set<number>();
  const proxy = await openAt({
    // On a machine of the sandbox's network, the other machines may connect.
    hosts: machine === undefined ? defaultHosts : ["0.0.0.0"],
    port: options.port,
    target,
    identity: own?.identity,
    strip,
    change,
    onEvent: (event) => {
      if (event.kind === "connected") localPorts.add(event.localPort);
      show.event(event);
    },
    onLeftKeys: keys.left.add,
    onRightKeys: keys.right.add,
  });
  const ports = { listening: proxy.port, server: port, isOwn: (local: number) => localPorts.has(local) };
  const capture = await captureIfAllowed(() => openCapture(files, target, ports, show.notice), show.notice);
  const folder = capture && relative(process.cwd(), mitmFolder);
  show.opened({ name: machine ?? "localhost", target, port: proxy.port, certificate: own, noTls, strip, folder });
  try {
    await show.end;
  } finally {
    proxy.close();
    await capture?.stop();
    for (const log of [keys.left, keys.right]) log.close();
    const { left, right } = files.captures;
    show.closed(capture && [relative(process.cwd(), left), relative(process.cwd(), right)]);
  }
}

async function openAt(options: Parameters<typeof openProxy>[0]): Promise<AttackerPort> {
  try {
    return await openProxy(options);
  } catch (error) {
    throw serverError(error, { mode: "both", port: options.port }) ?? error;
  }
}

async function openCapture(
  files: ReturnType<typeof legFiles>,
  { isHere }: Target,
  ports: LegPorts,
  notice: (line: string) => void,
): Promise<BackgroundCapture<number>> {
  const device = isHere ? await loopbackDevice() : ownMachine() === undefined ? "any" : machineDevice;
  const where = { device, ports: [ports.listening, ports.server] };
  return captureParts(legParts(files, ports), where, notice);
}

/** Without the right to capture, the attack continues without packets: relayed bytes are not a capture. */
async function captureIfAllowed(
  start: () => Promise<BackgroundCapture<number>>,
  notice: (line: string) => void,
): Promise<BackgroundCapture<number> | undefined> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof CaptureNotPermitted || error instanceof NothingCaptures)) throw error;
    notice(texts.notKept(error.message));
    notice(texts.notKeptHint);
    return undefined;
  }
}
