// The last step of the build. To find and read a file costs a start 0.3 milliseconds, and tsc has written hundreds: here they become few,
// with the packages that they use (Ink alone is some 500 files). `lab sniff` starts in half of the time. Names stay as they are, so that a
// stack is as readable as before. Where this fails, everything runs from the files of tsc, and starts later.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/** The files that are started, or loaded by their path: these stay where they are. */
const entries = ["lab/main", "lab/break/search/search-worker", "sniffer/capture/dumper", ...exercises()];
/**
 * The starts that matter most. Each gets all that it needs as one file, without what is in the file of one before it. The rest is split
 * so that nobody reads what they do not need. The dumper, which root runs, comes first: it reads nothing of the others.
 */
const starts = ["sniffer/capture/dumper", "lab/main", "lab/commands/chat", "lab/sniff/run-sniff"];
/** Packages that stay outside: they have native parts, or need not be there (Ink asks for the last one only where DEV is set). */
const external = ["cap", "libsql", "react-devtools-core"];

const to = "dist";
const needed = new Map();
rmSync(`${to}/chunks`, { recursive: true, force: true });
// An older build put packages there, which Node would find before the ones that are installed: with two Reacts no chat is drawn.
rmSync(`${to}/node_modules`, { recursive: true, force: true });
try {
  const { build } = await import("rolldown");
  await build({
    input: Object.fromEntries(entries.map((name) => [name, `${to}/${name}.js`])),
    platform: "node",
    external,
    // React has two halves: without this, all would read and run the one for React's developers.
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
    output: {
      dir: to,
      format: "esm",
      chunkFileNames: "chunks/[name].js",
      codeSplitting: { groups: starts.map(fileOf) },
    },
    logLevel: "warn",
    checks: { ineffectiveDynamicImport: false },
  });
} catch (error) {
  process.stderr.write(`The built files were not put together, so that the lab starts later: ${error.message}\n`);
}

/** The file of a start, for the bundler: what it needs, as far as no earlier start does. */
function fileOf(start, index) {
  const debugName = start.replace(/^.*\//, "");
  const name = (module, graph) => (needs(start, graph).has(module) ? debugName : null);
  return { name, debugName, priority: starts.length - index };
}

/**
 * All modules that a start imports, without those that are loaded later. Not itself: while lab/main waits for a command to end, its file is
 * not ready, and what the command loads must not wait for it.
 */
function needs(start, graph) {
  if (!needed.has(start)) {
    const importsOf = (module) => graph.getModuleInfo(module)?.importedIds ?? [];
    const modules = new Set(importsOf(resolve(to, `${start}.js`)));
    for (const module of modules) for (const imported of importsOf(module)) modules.add(imported);
    needed.set(start, modules);
  }
  return needed.get(start);
}

function exercises() {
  const folders = readdirSync("exercises").map((name) => `exercises/${name}/exercise`);
  return folders.filter((name) => existsSync(`${name}.ts`));
}
