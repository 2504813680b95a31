// The part of the set-up step that installs the command `lab`.
import { existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/** Puts `lab` where `npx --no-install lab` finds it, and into ~/.local/bin unless another `lab` is there. */
export function linkCommand({ root, main, home, say }) {
  linkTo(main, join(root, "node_modules", ".bin", "lab"));
  const personal = join(home, ".local", "bin", "lab");
  const other = otherClone(personal, main);
  if (other !== undefined) {
    say(`the command \`lab\` runs the clone in ${other}. Here, type: npx --no-install lab`);
    say(`To make it run this clone, type: ln -sfn ${main} ${personal}`);
    return;
  }
  const isNew = linkTo(main, personal);
  const onPath = (process.env.PATH ?? "").split(":").includes(dirname(personal));
  if (isNew && onPath) say(`the command \`lab\` is ready (${personal})`);
  if (isNew && !onPath) {
    say("run `npx --no-install lab` in this folder; or, to run `lab` anywhere, type this first:");
    say('  export PATH="$HOME/.local/bin:$PATH"');
  }
}

/** The folder of another clone that this link runs; undefined if there is none, or if it is gone. */
function otherClone(path, main) {
  try {
    const target = readlinkSync(path);
    if (!target.endsWith("/dist/lab/main.js") || target === main) return undefined;
    const folder = dirname(dirname(dirname(target)));
    return existsSync(join(folder, "package.json")) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Links `path` to `target`, unless something else than a link to a clone is there. Returns whether the link is new. */
function linkTo(target, path) {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink() && readlinkSync(path) === target) return false;
    if (found && !(found.isSymbolicLink() && readlinkSync(path).endsWith("/dist/lab/main.js"))) return false;
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    symlinkSync(target, path);
    return true;
  } catch {
    return false; // No writable home: `npx --no-install lab` still works.
  }
}
