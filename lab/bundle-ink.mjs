// A step of the build: Ink with what it needs in one file, dist/node_modules/ink, where Node finds it before the one in node_modules. Ink
// is some 500 files, and reading them one by one takes 0.3 seconds whenever a screen opens; the one file takes 0.1. React stays
// outside, because the screens use it too. Where this fails, screens open as before, later.
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const from = "node_modules/ink";
const to = "dist/node_modules/ink";

try {
  rmSync(to, { recursive: true, force: true });
  const { build } = await import("rolldown");
  await build({
    input: { index: `${from}/build/index.js` },
    platform: "node",
    // Ink asks for the last one only where DEV is set, and it need not be there.
    external: [/^react($|\/)/, "react-devtools-core"],
    output: { dir: to, format: "esm", minify: true },
    logLevel: "warn",
  });
  const { name, version, license } = JSON.parse(readFileSync(`${from}/package.json`, "utf8"));
  writeFileSync(`${to}/package.json`, JSON.stringify({ name, version, license, type: "module", main: "index.js" }));
} catch (error) {
  rmSync(to, { recursive: true, force: true });
  process.stderr.write(`Ink was not put into one file, so screens open later: ${error.message}\n`);
}
