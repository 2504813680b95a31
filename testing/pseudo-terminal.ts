import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readlinkSync } from "node:fs";
import xterm from "@xterm/headless";

export interface PseudoTerminalOptions {
  readonly columns: number;
  readonly rows: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The terminal's answer about its background colour, such as "ffff/ffff/ffff"; without it, no answer. */
  readonly background?: string;
  /** The folder of the program; default: the present one. */
  readonly folder?: string;
}

/** How often the screen is read while waiting, in milliseconds. */
const lookInterval = 2;

/**
 * A program in a pseudo-terminal, made by `script` of util-linux, and the screen of its output. For tests and
 * benchmarks.
 */
export class PseudoTerminal {
  /** All that the program wrote. */
  output = "";
  readonly process: ChildProcess;
  /** Resolves to the exit code, when the screen shows all output. */
  readonly ended: Promise<number | null>;
  private readonly screen: InstanceType<typeof xterm.Terminal>;

  constructor(command: string, { columns, rows, environment = {}, folder, background }: PseudoTerminalOptions) {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const shell = `stty rows ${rows} cols ${columns}; exec ${command}`;
    this.process = spawn("script", ["-qfec", shell, "/dev/null"], {
      cwd: folder,
      env: {
        ...process.env,
        TERM: "xterm-256color",
        LANG: "C.UTF-8",
        LC_ALL: "C.UTF-8",
        NO_COLOR: undefined,
        ...environment,
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.process.stdout!.setEncoding("utf8");
    this.process.stdout!.on("data", (text: string) => {
      this.output += text;
      if (background !== undefined && text.includes("\x1b]11;?")) this.send(`\x1b]11;rgb:${background}\x1b\\`);
      this.screen.write(text);
    });
    this.process.stdin!.on("error", () => {});
    this.ended = new Promise((resolve) => {
      this.process.on("close", (code) => this.screen.write("", () => resolve(code)));
    });
  }

  send(keys: string): void {
    this.process.stdin!.write(keys);
  }

  /** The lines on the screen, without spaces at their ends. */
  lines(): string[] {
    const { active } = this.screen.buffer;
    return Array.from(
      { length: this.screen.rows },
      (_, row) =>
        active
          .getLine(active.baseY + row)
          ?.translateToString(true)
          .trimEnd() ?? "",
    );
  }

  text(): string {
    return this.lines().join("\n");
  }

  /** Whether the alternate screen is shown. */
  get isAlternate(): boolean {
    return this.screen.buffer.active.type === "alternate";
  }

  /** Waits until the screen is as wanted; otherwise throws, with the screen. */
  async until(isWanted: (text: string, lines: readonly string[]) => boolean, milliseconds = 40_000): Promise<void> {
    const end = performance.now() + milliseconds;
    for (let lines = this.lines(); !isWanted(lines.join("\n"), lines); lines = this.lines()) {
      if (performance.now() > end) throw new Error(`the screen did not become as wanted:\n${lines.join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, lookInterval));
    }
  }

  /** Waits until the program has written this; returns the time by `performance.now()`. */
  async written(text: string, milliseconds = 30_000): Promise<number> {
    const from = Math.max(0, this.output.length - text.length);
    const end = performance.now() + milliseconds;
    while (!this.output.includes(text, from)) {
      if (performance.now() > end) throw new Error(`"${text}" was not written`);
      await Promise.race([once(this.process.stdout!, "data"), new Promise((resolve) => setTimeout(resolve, 1000))]);
    }
    return performance.now();
  }

  /** Sends a signal to the program itself, not to `script` around it. */
  signal(name: NodeJS.Signals): void {
    for (const child of this.programs()) process.kill(child, name);
  }

  /** Changes the size of the terminal, like dragging its window's corner: the system sends SIGWINCH to the program. */
  resize(columns: number, rows: number): void {
    const [program] = this.programs();
    this.screen.resize(columns, rows);
    spawnSync("stty", ["-F", readlinkSync(`/proc/${program}/fd/0`), "rows", String(rows), "cols", String(columns)]);
  }

  private programs(): number[] {
    const { pid } = this.process;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  }

  /** Ends the program, if it still runs. */
  close(): void {
    this.process.kill("SIGTERM");
    this.screen.dispose();
  }
}
