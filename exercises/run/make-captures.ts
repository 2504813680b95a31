import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ensureClassCertificates } from "../../certs/class-certificates.ts";
import { defaultHosts } from "../../chat/protocol/protocol.ts";
import { type RunningServer, startServer } from "../../chat/server/server.ts";
import { captureInBackground, countFrames } from "../../sniffer/capture/capture-in-background.ts";
import { loopbackDevice } from "../../sniffer/capture/devices.ts";
import { startLiveCapture } from "../../sniffer/capture/live-capture.ts";
import { isInPrivateNamespace, privateNamespaceFault, runAgain } from "../../sniffer/capture/private-namespace.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { runBot } from "../bot/bot.ts";
import { texts } from "../bot/texts.ts";
import { type CourseEntry, exerciseOf, loadCourse } from "../course.ts";
import type { WantedCapture } from "../evidence/wanted-capture.ts";
import { refuseDeadLinks } from "../student/own-file.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";

/** A name, so that the client sends it (SNI). */
const host = "localhost";

/**
 * Makes the captures of one exercise, or all missing ones, and marks them as ready-made. If capturing is not allowed,
 * uses a private network. Returns the exit code. Throws a LabError with the remedy if that is forbidden too.
 */
export async function makeCaptures(typed: string | undefined, workFolder: string): Promise<number> {
  const course = await loadCourse();
  theStudent(openProgress(workFolder, printError));
  const chosen = typed === undefined ? course : [exerciseOf(course, typed)];
  if (typed !== undefined && capturesToMake(chosen[0]!).length === 0)
    throw new LabError(texts.noCaptures(chosen[0]!.number), texts.seeWhatItNeeds(chosen[0]!.number));
  const refusal = await refusalToCapture();
  if (refusal !== undefined) return makeElsewhere(refusal);
  if (!isInPrivateNamespace()) print(texts.mayCaptureHere);
  for (const exercise of chosen) {
    for (const capture of capturesToMake(exercise))
      await makeUnlessThere(exercise, capture, typed === undefined, workFolder);
  }
  print(texts.capturesDone);
  return 0;
}

function capturesToMake({ captures }: CourseEntry): readonly WantedCapture[] {
  return captures.filter(({ needsOwnServer }) => !needsOwnServer);
}

/** Why loopback cannot be captured here; undefined if it can. Tries it. */
async function refusalToCapture(): Promise<LabError | undefined> {
  try {
    (await startLiveCapture({ device: await loopbackDevice() })).stop();
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** Runs this command again in a private network, once. */
function makeElsewhere(refusal: LabError): Promise<number> {
  const fault = isInPrivateNamespace() ? refusal : privateNamespaceFault();
  if (fault !== undefined) throw new LabError(texts.nowhereToCapture(fault.message), texts.captureElsewhere);
  print(texts.capturesInside);
  return runAgain();
}

async function makeUnlessThere(
  exercise: CourseEntry,
  capture: WantedCapture,
  keep: boolean,
  workFolder: string,
): Promise<void> {
  const path = join(workFolder, "captures", capture.file);
  const shown = printable(relative(process.cwd(), path));
  if (keep && existsSync(path)) {
    print(texts.kept(shown));
    return;
  }
  refuseDeadLinks(join(workFolder, "captures"));
  mkdirSync(join(workFolder, "captures"), { recursive: true });
  const server = await openServer(workFolder);
  try {
    await captureConversation(exercise, capture, server.port, path, workFolder);
  } finally {
    await server.close();
  }
  print(texts.made(shown));
}

async function openServer(workFolder: string): Promise<RunningServer> {
  const { certFile, keyFile } = await ensureClassCertificates(join(workFolder, "certs"));
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  return startServer({ hosts: defaultHosts, port: 0, mode: "both", tls });
}

/** Captures while the bot of the exercise talks, as for a student. */
async function captureConversation(
  { number, bot }: CourseEntry,
  { mode, padded = false }: WantedCapture,
  port: number,
  path: string,
  workFolder: string,
): Promise<void> {
  const where = { device: await loopbackDevice(), filter: `tcp port ${port}` };
  const captured = await captureInBackground(where, (live) => countFrames(recordCapture(live, path, printError)));
  const file = openProgress(workFolder, printError);
  const student = theStudent(file);
  noteStart(file, number, Date.now());
  await runBot({
    ...{ student, exercise: number, plan: bot!, padded, host, port, workFolder, isReadyMade: true },
    mode: mode === "plain" ? "plain" : "tls",
    maxVersion: mode === "TLS 1.2" ? "TLSv1.2" : undefined,
    tell: () => {},
  });
  await captured.stop();
}
