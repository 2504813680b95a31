import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** tshark's results for one capture of the corpus: the parts that tests compare. See the corpus's own README. */
export interface Oracle {
  readonly file: { readonly read_error: "cut_short" | "damaged" | "not_capture" | "unsupported" | null };
  readonly counts: { readonly packets: number };
  /**
   * Time in seconds (nine decimals, empty if there is none), captured length, length on the wire, protocols; of the
   * first 300 frames.
   */
  readonly frames: readonly (readonly [string, number, number, string])[];
}

export interface CorpusCapture {
  /** Such as "own/chat-es-lf.pcap". */
  readonly name: string;
  readonly path: string;
  readonly oracle: () => Oracle;
}

const besideTheRepository = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

/** The folder of captures with ground truth, too large for the repository; LAB_CORPUS names another place. */
export const corpusFolder = process.env.LAB_CORPUS ?? besideTheRepository;

/** Small captures in the repository. */
export const fixturesFolder = fileURLToPath(new URL("captures/", import.meta.url));

/** Every capture of the corpus with an oracle; empty without a corpus, after reporting it. */
export function corpusCaptures(): readonly CorpusCapture[] {
  if (!existsSync(corpusFolder)) {
    console.warn(`the corpus tests are skipped: there is no folder ${corpusFolder} (LAB_CORPUS names another)`);
    return [];
  }
  return readdirSync(corpusFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(pcap|pcapng|gz)$/.test(file))
    .map((file) => join(corpusFolder, file))
    .filter((path) => existsSync(oraclePath(path)))
    .map((path) => ({
      name: relative(corpusFolder, path),
      path,
      oracle: () => JSON.parse(readFileSync(oraclePath(path), "utf8")) as Oracle,
    }));
}

function oraclePath(capture: string): string {
  return capture.replace(/\.[a-z]+$/, ".oracle.json");
}
