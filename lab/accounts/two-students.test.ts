import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { unlockKeyPair } from "../../chat/files/key-pair.ts";
import { needlesFor } from "../../sniffer/observe/find/needles.ts";
import { labMain } from "../../testing/chat/terminal.ts";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { asUser, namespaceFaultForOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

/** Another user than in the tests of the sandbox, because a user has one network. */
const userId = 54_323;
const secrets = {
  old: "Clave-de-antes-4711",
  new: "Clave-de-ahora-0815",
  luis: "Clave-de-luis-2342",
  keys: "Frase-de-las-llaves-99",
  file: "Clave-del-archivo-1234",
  content: "El-tesoro-esta-en-la-biblioteca",
  sealed: "La-llave-esta-bajo-la-maceta",
};
const careless = new URL("../../testing/chat/careless-server.mjs", import.meta.url).href;
const copyMemory = fileURLToPath(new URL("../../testing/process-memory.mjs", import.meta.url));

const folder = lastingFolder();
const home = (machine: string) => join(folder, machine);
const terminals: PseudoTerminal[] = [];
afterAll(async () => {
  for (const terminal of terminals) terminal.close();
  await Promise.all(terminals.map(({ ended }) => ended));
});

/** A program's question, and the user's answer. */
type Answer = readonly [question: string, answer: string | (() => Promise<string>)];

interface RunningServer {
  readonly fingerprint: string;
  readonly id: string;
  readonly end: () => Promise<void>;
}

/** A student's terminal: on a machine of the sandbox's network, in this person's folder, as an ordinary user. */
class Desk {
  private readonly terminal: PseudoTerminal;
  private seen = 0;

  constructor(machine: "ana" | "server" | "mallory", person: string) {
    const environment = {
      HOME: home(person),
      TMPDIR: folder,
      XDG_RUNTIME_DIR: folder,
      PATH: `${folder}/bin:${process.env.PATH}`,
    };
    const shell = [...asUser(userId), process.execPath, labMain, "sandbox", "--as", machine, "sh"].join(" ");
    this.terminal = new PseudoTerminal(shell, { columns: 200, rows: 50, folder: home(person), environment });
    terminals.push(this.terminal);
  }

  type(keys: string): void {
    this.seen = this.terminal.output.length;
    this.terminal.send(keys);
  }

  /** Resolves when text like this was shown after the typed keys, in the output or on a full screen. */
  async shows(wanted: string | RegExp): Promise<RegExpExecArray> {
    const shape = typeof wanted === "string" ? new RegExp(wanted) : wanted;
    let match: RegExpExecArray | null = null;
    await this.terminal.until((text) => {
      match =
        shape.exec(this.terminal.output.slice(this.seen)) ?? (this.terminal.isAlternate ? shape.exec(text) : null);
      return match !== null;
    });
    return match!;
  }

  /** Runs a command to its end; it must succeed. Its questions are answered in turn. */
  async runs(command: string, ...answers: readonly Answer[]): Promise<void> {
    this.type(`${command}; echo "ended: $?"\r`);
    await this.answers(...answers);
    const [, code] = await this.shows(/ended: (\d+)/);
    expect([command, code, code === "0" ? "" : this.terminal.text()]).toEqual([command, "0", ""]);
  }

  async answers(...answers: readonly Answer[]): Promise<void> {
    for (const [question, answer] of answers) {
      await this.shows(question);
      this.type(`${typeof answer === "string" ? answer : await answer()}\r`);
    }
  }

  /** Writes the memory of a process; returns the file. */
  async copiesMemory(id: string): Promise<string> {
    await this.runs(`${process.execPath} ${copyMemory} ${id} memory-${id}`);
    return join(home("eve"), `memory-${id}`);
  }

  /** Starts a server as `lab server` with these options; returns a function that ends it. */
  async serves(options: string, nodeOptions = ""): Promise<RunningServer> {
    this.type(
      `sh -c 'echo pid: $$; NODE_OPTIONS="${nodeOptions}" exec lab server --accounts --host 0.0.0.0 ${options}'\r`,
    );
    const [, id] = await this.shows(/pid: (\d+)/);
    const [, fingerprint = ""] = await this.shows(/by voice: (\S+)|E-mails go/);
    await this.shows("E-mails go");
    return {
      fingerprint,
      id: id!,
      end: async () => {
        this.type("exit\r");
        await expect.poll(() => existsSync(`/proc/${id}`)).toBe(false);
      },
    };
  }

  /** Captures on a device, until the returned function is called. */
  async captures(device: string, file: string): Promise<() => Promise<string>> {
    this.type(`lab sniff --device-i-may-capture ${device} -w ${file} > /dev/null\r`);
    await this.shows("capturing");
    return async () => {
      this.type('\x03echo "ended: $?"\r');
      await this.shows(/ended: 0/);
      return join(home("eve"), file);
    };
  }
}

/** All forms of a text in these bytes: UTF-8, UTF-16, hexadecimal, base64 … */
const formsIn = (bytes: Buffer, text: string) =>
  needlesFor(text).flatMap(({ form, bytes: needle }) => (bytes.includes(needle) ? [form] : []));

/** Which of these texts are in which of these files. */
function found(files: readonly string[], texts: readonly string[]): readonly string[] {
  return files.flatMap((path) => {
    const bytes = readFileSync(path);
    return texts.filter((text) => formsIn(bytes, text).length > 0).map((text) => `${text} in ${path}`);
  });
}

/** Every file of the server except the mailbox, which belongs to the receivers of the e-mails. */
function filesUnder(place: string): readonly string[] {
  return readdirSync(place).flatMap((name) => {
    const path = join(place, name);
    if (!statSync(path).isDirectory()) return [path];
    return path.endsWith("work/mail") ? [] : filesUnder(path);
  });
}

/** The codes of all e-mails, the oldest first. */
const codes = () =>
  ["cur", "new"]
    .flatMap((box) =>
      readdirSync(join(home("server"), "work/mail", box)).map((name) => join(home("server"), "work/mail", box, name)),
    )
    .flatMap((path) => /^ {4}(\S+)$/m.exec(readFileSync(path, "utf8"))?.slice(1) ?? []);

/** Resolves to the newest code, when this many e-mails with one have come. */
async function codeOfEmail(count: number): Promise<string> {
  await expect.poll(() => codes().length, { timeout: 20_000 }).toBe(count);
  return codes().at(-1)!;
}

const fault = namespaceFaultForOrdinaryUser();

test.skipIf(fault !== undefined)(
  `two students on two machines: wire, table, log and memory hold no secret of theirs${fault === undefined ? "" : ` (skipped: ${fault})`}`,
  async () => {
    for (const name of ["bin", "server", "eve", "ana", "luis"]) mkdirSync(join(folder, name));
    execFileSync("chown", ["-R", `${userId}:${userId}`, folder]);
    symlinkSync(labMain, join(folder, "bin/lab"));
    writeFileSync(join(home("ana"), "tesoro.txt"), secrets.content, { mode: 0o644 });
    const [teacher, eve, eve2] = [new Desk("server", "server"), new Desk("server", "eve"), new Desk("server", "eve")];
    const [ana, luis] = [new Desk("ana", "ana"), new Desk("mallory", "luis")];
    const students = [
      { name: "ana", desk: ana, password: secrets.old },
      { name: "luis", desk: luis, password: secrets.luis },
    ];
    const chat = (name: string, errand: string) =>
      `lab chat --tls 10.77.0.2 --name ${name} ${errand} ${name}@clase.example`;
    const files = (words: string, name: string) => `lab files ${words} --name ${name} --server 10.77.0.2`;
    const twice = (question: string, secret: string): readonly Answer[] => [
      [question, secret],
      ["gain: ", secret],
    ];
    const leave = (name: string): Answer => [`here: .*${name}`, "/quit"];
    const seals = (name: string) => `lab chat --tls 10.77.0.2 --name ${name} --seal`;

    const endCaptures = [await eve.captures("eth0", "chat.pcap"), await eve2.captures("lo", "mail.pcap")];
    const server = await teacher.serves("--tls --mail-tls --log talk.log");
    for (const { name, desk, password } of students) {
      await desk.runs(`lab certs fetch 10.77.0.2 --fingerprint ${server.fingerprint}`);
      const newKeys = twice("for your keys .*: ", secrets.keys);
      await desk.runs(chat(name, "--register"), ...newKeys, ...twice("Password: ", password), leave(name));
    }
    const code: Answer = ["Code from the e-mail: ", () => codeOfEmail(1)];
    await ana.runs(chat("ana", "--recover"), code, ...twice("New password: ", secrets.new), leave("ana"));
    const [asAna, asLuis]: readonly Answer[] = [
      ["account ana: ", secrets.new],
      ["account luis: ", secrets.luis],
    ];
    await ana.runs(files("put tesoro.txt", "ana"), asAna!, ...twice("for this file .*: ", secrets.file));
    await ana.runs(files("share tesoro.txt --with luis", "ana"), asAna!, ["of tesoro.txt: ", secrets.file]);
    ana.type(`${chat("ana", "--recover")}\r`);
    await ana.shows("Code from the e-mail: ");
    await codeOfEmail(2); // Not used.
    ana.type("\x03");
    const withKeys: Answer = ["Passphrase of .*: ", secrets.keys];
    await luis.runs(files("get tesoro.txt --from ana", "luis"), asLuis!, withKeys);
    expect(readFileSync(join(home("luis"), "tesoro.txt"), "utf8")).toBe(secrets.content);
    await luis.runs(files("keys --of ana", "luis"), asLuis!);
    await Promise.all([
      luis.runs(seals("luis"), withKeys, ["Password: ", secrets.luis], [`\\[sealed\\] ${secrets.sealed}`, "/quit"]),
      ana.runs(
        seals("ana"),
        withKeys,
        ["Password: ", secrets.new],
        ["here: .*luis", `/seal luis ${secrets.sealed}`],
        ["sealed for luis", "/quit"],
      ),
    ]);

    const captures = await Promise.all(endCaptures.map((end) => end()));
    const memory = await eve.copiesMemory(server.id);
    const secretsOfAll = [
      ...Object.values(secrets),
      ...codes().flatMap((code) => [code, code.replace("-", "")]),
      ...(await privateKeys()),
    ];
    expect(found([...filesUnder(home("server")), ...captures, memory], secretsOfAll)).toEqual([]);
    const table = join(home("server"), "work/accounts/accounts.db");
    expect(found([memory, table], ["ana@clase.example"])).toHaveLength(2);
    expect(readFileSync(captures[0]!).includes(Buffer.from([0x17, 3, 3]))).toBe(true);
    expect(found(captures.slice(1), ["STARTTLS"])).toHaveLength(1);

    // The opposite: the same search finds them all if the server is weak.
    await server.end();
    rmSync(memory);
    const endOfWeak = await eve.captures("eth0", "weak.pcap");
    const weak = await teacher.serves("--plain --recovery weak --storage sha256", `--import ${careless}`);
    const inTheClear = chat("ana", "--recover").replace("--tls", "--plain");
    const weakCode: Answer = ["Code from the e-mail: ", () => codeOfEmail(3)];
    await ana.runs(inTheClear, weakCode, ...twice("New password: ", secrets.old), leave("ana"));
    const used = codes().at(-1)!;
    ana.type(`${inTheClear}\r`);
    await ana.shows("Code from the e-mail: ");
    const unused = await codeOfEmail(4);
    const weakCapture = await endOfWeak();
    expect(found([await eve.copiesMemory(weak.id), weakCapture], [secrets.old, used])).toHaveLength(4);
    expect(found([table], [unused])).toHaveLength(1);
  },
  400_000, // About fifty programs, one after the other: ten seconds on a quiet machine.
);

/** The secret halves of the keys of both. */
async function privateKeys(): Promise<readonly string[]> {
  const pairs = ["ana", "luis"].map((name) =>
    unlockKeyPair(readFileSync(join(home(name), "work/keys", `${name}.age`)), secrets.keys),
  );
  return (await Promise.all(pairs)).flatMap((pair) => [pair!.identity, pair!.signing]);
}
