import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

export interface SandboxShell {
  /** The command line of the shell, or the user's command. */
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Removes the shell's start-up files. */
  readonly cleanUp: () => void;
}

/**
 * The user's own shell, with a prompt that names the sandbox, and with `lab` on its path; or only this command, if
 * there is one.
 */
export function sandboxShell(command: readonly string[], prompt: string): SandboxShell {
  const folder = mkdtempSync(join(tmpdir(), `lab-sandbox-${process.pid}-`));
  removeLeftovers();
  mkdirSync(join(folder, "bin"));
  symlinkSync(realpathSync(process.argv[1]!), join(folder, "bin", "lab"));
  const PATH = `${process.env.PATH ?? "/usr/bin:/bin"}:${join(folder, "bin")}`;
  const { command: shell, environment } =
    command.length > 0 ? { command, environment: {} } : interactiveShell(folder, prompt);
  return {
    command: shell,
    environment: { ...environment, PATH },
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Removes this user's folders of killed sandboxes: each has the number of its process. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^lab-sandbox-(\d+)-/.exec(name)?.[1];
    const folder = join(tmpdir(), name);
    if (owner === undefined || isRunning(Number(owner))) continue;
    const found = lstatSync(folder, { throwIfNoEntry: false });
    if (found?.isDirectory() && found.uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

function interactiveShell(
  folder: string,
  prompt: string,
): { command: readonly string[]; environment: NodeJS.ProcessEnv } {
  const shell = process.env.SHELL || "/bin/sh";
  switch (basename(shell)) {
    case "bash": {
      const startUp = join(folder, "bashrc");
      writeFileSync(startUp, bashStartUp(prompt));
      return { command: [shell, "--rcfile", startUp, "-i"], environment: {} };
    }
    case "zsh": {
      writeFileSync(join(folder, ".zshrc"), zshStartUp(prompt));
      return { command: [shell, "-i"], environment: { ZDOTDIR: folder, LAB_ZDOTDIR: process.env.ZDOTDIR } };
    }
    case "fish":
      return { command: [shell, "--init-command", fishStartUp(prompt)], environment: {} };
    default:
      return { command: [shell, "-i"], environment: { PS1: `${prompt}\\$ ` } };
  }
}

// Set again before each prompt, because many users' start-up files change the prompt each time. Their command may end
// with a semicolon, so a line end must separate the two.
const bashStartUp = (prompt: string) => `[ -f ~/.bashrc ] && . ~/.bashrc
lab_sandbox_prompt() { case $PS1 in "${prompt}"*) ;; *) PS1="${prompt}$PS1" ;; esac; }
PROMPT_COMMAND="\${PROMPT_COMMAND:+$PROMPT_COMMAND
}lab_sandbox_prompt"
`;

const zshStartUp = (prompt: string) => `ZDOTDIR=\${LAB_ZDOTDIR:-$HOME}
[ -f "$ZDOTDIR/.zshrc" ] && . "$ZDOTDIR/.zshrc"
PROMPT="${prompt}$PROMPT"
`;

const fishStartUp = (prompt: string) => `functions --copy fish_prompt lab_inner_prompt
function fish_prompt; echo -n '${prompt}'; lab_inner_prompt; end`;
