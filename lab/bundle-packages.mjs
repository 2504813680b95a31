// A step of the build: packages of many files become one file each, dist/node_modules/NAME, where Node finds it before the one in
// node_modules. Ink is some 500 files, and reading them one by one takes 0.3 seconds whenever a screen opens; the one file takes 0.1.
// Commander is seven files of CommonJS, read by every command. Where this fails, everything starts as before, later.
import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** The file that each begins with, and what stays outside: React, because the screens use it too; what need not be there. */
const packages = {
  commander: { entry: "esm.mjs", external: [] },
  // It asks for the last one only where DEV is set.
  ink: { entry: "build/index.js", external: [/^react($|\/)/, "react-devtools-core"] },
};

for (const [packageName, { entry, external }] of Object.entries(packages)) {
  const from = `node_modules/${packageName}`;
  const to = `dist/node_modules/${packageName}`;
  try {
    rmSync(to, { recursive: true, force: true });
    const { build } = await import("rolldown");
    await build({
      input: { index: `${from}/${entry}` },
      platform: "node",
      external,
      output: { dir: to, format: "esm", minify: true },
      logLevel: "warn",
    });
    const { name, version, license } = JSON.parse(readFileSync(`${from}/package.json`, "utf8"));
    writeFileSync(`${to}/package.json`, JSON.stringify({ name, version, license, type: "module", main: "index.js" }));
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    process.stderr.write(`${packageName} was not put into one file, so that it is read later: ${error.message}\n`);
  }
}
