import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureClassCertificates } from "../../certs/class-certificates.ts";
import { defaultHosts } from "../../chat/protocol.ts";
import { type RunningServer, startServer } from "../../chat/server.ts";
import { startLiveCapture } from "../../sniffer/capture/live-capture.ts";
import {
  isInPrivateNamespace,
  privateNamespaceFault,
  runInPrivateNamespace,
} from "../../sniffer/capture/private-namespace.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { type CourseEntry, exerciseOf, loadCourse } from "../course.ts";
import type { ReadyCapture } from "../define-exercise.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";
import { texts } from "../texts.ts";
import { runBot } from "./bot.ts";

/** By name, so that the client can ask for it by name (SNI). */
const host = "localhost";
/** How long after the bot's goodbye its last packets are in the file, in milliseconds. */
const settling = 300;

/**
 * Makes the captures that exercises ask for: of one exercise, or all that are missing. Where nothing may be captured, in a private network.
 * Returns the exit code. Throws a LabError that tells the way out where that is forbidden, too.
 */
export async function makeCaptures(number: string | undefined, workFolder: string): Promise<number> {
  const course = await loadCourse();
  theStudent(openProgress(workFolder, console.error));
  const chosen = number === undefined ? course : [exerciseOf(course, number)];
  if (number !== undefined && chosen[0]?.captures === undefined) throw texts.noCaptures(chosen[0]!.number);
  const refusal = await refusalToCapture();
  if (refusal !== undefined) return makeElsewhere(refusal);
  for (const exercise of chosen) {
    for (const capture of exercise.captures ?? [])
      await makeUnlessThere(exercise, capture, number === undefined, workFolder);
  }
  console.log(texts.capturesDone);
  return 0;
}

/** Why loopback may not be captured here; undefined where it may. Tries it. */
async function refusalToCapture(): Promise<LabError | undefined> {
  try {
    (await startLiveCapture({ device: "lo" })).stop();
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** Runs this very command again in a private network, once. */
function makeElsewhere(refusal: LabError): Promise<number> {
  const fault = isInPrivateNamespace() ? refusal : privateNamespaceFault();
  if (fault !== undefined) throw texts.nowhereToCapture(fault.message);
  console.log(texts.capturesInside);
  return runInPrivateNamespace([process.execPath, ...process.argv.slice(1)]);
}

async function makeUnlessThere(
  exercise: CourseEntry,
  capture: ReadyCapture,
  keep: boolean,
  workFolder: string,
): Promise<void> {
  const path = join(workFolder, "captures", capture.file);
  const shown = relative(process.cwd(), path);
  if (keep && existsSync(path)) {
    console.log(texts.captureThere(shown));
    return;
  }
  mkdirSync(join(workFolder, "captures"), { recursive: true });
  const server = await openServer(workFolder);
  try {
    await captureTalk(exercise, capture, server.port, path, workFolder);
  } finally {
    await server.close();
  }
  console.log(texts.captureMade(shown));
}

async function openServer(workFolder: string): Promise<RunningServer> {
  const { certFile, keyFile } = await ensureClassCertificates(join(workFolder, "certs"));
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  return startServer({ hosts: defaultHosts, port: 0, mode: "both", tls });
}

/** Captures while the bot of the exercise speaks, as the student would. */
async function captureTalk(
  { number, bot }: CourseEntry,
  { mode, maxVersion, padded = false }: ReadyCapture,
  port: number,
  path: string,
  workFolder: string,
): Promise<void> {
  const live = await startLiveCapture({ device: "lo", filter: `tcp port ${port}` });
  const recorded = record(recordCapture(live.capture, path, console.error));
  const file = openProgress(workFolder, console.error);
  const student = theStudent(file);
  noteStart(file, number, Date.now());
  const tell = () => {};
  await runBot({ student, exercise: number, plan: bot!, mode, padded, host, port, maxVersion, workFolder, tell });
  await sleep(settling);
  live.stop();
  await recorded;
}

async function record(capture: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of capture);
}
