// The last step of the build. At the start, each file costs 0.3 milliseconds, and tsc writes hundreds. Here they become
// few, together with the packages that they use (Ink alone has about 500 files). `lab sniff` then starts in half of the
// time. Names do not change, so a stack stays readable. If this step fails, everything runs from the files of tsc, and
// starts later.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/** Files that are started, or loaded by their path: these stay in their place. */
const entries = ["lab/main", "lab/break/search/search-worker", "sniffer/capture/dumper", ...exercises()];
/**
 * The most important starts. Each gets everything that it needs as one file, except what is in an earlier start's file.
 * The rest is split, so that no program reads what it does not need. The dumper, which root runs, comes first: it reads
 * nothing of the others.
 */
const starts = ["sniffer/capture/dumper", "lab/main", "lab/commands/chat", "lab/sniff/run-sniff"];
/** Packages that are not bundled: they have native parts, or are optional (Ink loads the last one only with DEV). */
const external = ["cap", "libsql", "react-devtools-core"];

const to = "dist";
const needed = new Map();
rmSync(`${to}/chunks`, { recursive: true, force: true });
// An older build put packages there. Node would find them before the installed ones, and with two Reacts no chat is
// drawn.
rmSync(`${to}/node_modules`, { recursive: true, force: true });
try {
  const { build } = await import("rolldown");
  await build({
    input: Object.fromEntries(entries.map((name) => [name, `${to}/${name}.js`])),
    platform: "node",
    external,
    // React has two halves: without this, every start would read and run the one for React's developers.
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

/** The source of a start for the bundler: what it needs and no earlier start contains. */
function fileOf(start, index) {
  const debugName = start.replace(/^.*\//, "");
  const name = (module, graph) => (needs(start, graph).has(module) ? debugName : null);
  return { name, debugName, priority: starts.length - index };
}

/**
 * All modules that a start imports, without those that are loaded later. Not itself: while lab/main waits for a
 * command, its file is not ready, and the modules of the command must not wait for it.
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
