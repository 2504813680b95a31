import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { printed, printedOn, printInLines } from "./print.ts";
import { paint } from "./style.ts";

const colours = { isTTY: true, getColorDepth: () => 8 };

test("what a caller forgot to clean is written out; letters, line ends and colours stay", () => {
  const painted = paint("danger", "peligro ñ 👩‍💻", colours);
  expect(printed(`uno\n${painted}`)).toBe(`uno\n${painted}`);
  expect(printed("a\u001b]52;c;UFdORUQ=\u0007b\u009b2Jc\u202ed\re\u001b[2Jf")).toBe(
    "a\\x1b]52;c;UFdORUQ=\\x07b\\x9b2Jc\\u{202e}d\\re\\x1b[2Jf",
  );
});

test("on a narrow terminal lines break at spaces, and keep their indent and columns; commands stay whole", async () => {
  await printInLines();
  const narrow = { isTTY: true, columns: 30 } as const;
  const text = "The lines of this text break where its words end\n  as does this line, which has an indent";
  expect(printedOn(narrow, text)).toBe(
    "The lines of this text break\nwhere its words end\n  as does this line, which has\n  an indent",
  );
  const columns = "  subject   the owner of the key\n  --passphrase-file <file>  the key's passphrase is there";
  expect(printedOn(narrow, columns)).toBe(
    "  subject   the owner of the\n            key\n  --passphrase-file <file>\n      the key's passphrase is\n      there",
  );
  const [colour, reset] = ["\x1b[31m", "\x1b[39m"];
  expect(printedOn(narrow, `${colour}   7  server  hola a todos los de aquí${reset}`)).toBe(
    `${colour}   7  server  hola a todos los\n              de aquí${reset}`,
  );
  const copied = "  openssl x509 -in work/certs/server.pem -noout -text";
  expect(printedOn(narrow, copied)).toBe(copied);
  const command = "lab server --both --port 12346 --max-clients 2";
  expect(printedOn(narrow, `Start it: ${command}`)).toBe(`Start it:\n  ${command}`);
  expect(printedOn({ isTTY: false, columns: 30 }, text)).toBe(text);
});

/**
 * The only files that use the terminal directly: their output is cleaned, drawn by them, a constant, or bytes for
 * programs.
 */
const writers = [
  "chat/operator/prompt.ts",
  "exercises/run/ask-predictions.ts",
  "lab/break/print-words.ts",
  "lab/clean/run-clean.ts",
  "lab/commands/certs/fetch.ts",
  "lab/sniff/line-output.ts",
  "sniffer/capture/dumper.ts",
  "terminal/ask-secret.ts",
  "terminal/print.ts",
  "terminal/progress-line.ts",
  "terminal/screen/full-screen.ts",
  "terminal/screen/told-to-end.ts",
  "terminal/show-pages.ts",
];

/** What any file may do with standard output: ask about it, and choose colours for it. */
const harmless = new RegExp(
  [
    String.raw`\bprocess\.std(?:out|err)\.(?:isTTY|columns|rows|on)\b`,
    String.raw`\{ (?:(?:isTTY|columns|rows)(?:, )?)+ \} = process\.std(?:out|err)\b`,
    String.raw`\b(?:takesColour|coloursOf|paint)\([^()\n]*process\.std(?:out|err)\)`,
    String.raw`: ColourStream = process\.stdout\b`,
  ].join("|"),
  "g",
);
const holdsTerminal = new RegExp(
  [
    String.raw`\bprocess\.std(?:out|err)\b`,
    String.raw`\bstd(?:out|err)\b[^;\n]*= (?:globalThis\.)?process\b`,
    String.raw`\bwriteSync\(\s*[12]\b`,
    String.raw`\bprocess\[`,
    String.raw`\bfd: [12]\b`,
    '"/dev/(?:std|tty|fd)',
    '"node:(?:console|process)"|\\btty\\.WriteStream',
    String.raw`(?<!\/)\bconsole(?:\.\w|\[)`,
  ].join("|"),
);

function holds(source: string): boolean {
  return holdsTerminal.test(source.replace(/^ *(?:\/\*)?\*.*$|\/\/ .*$/gm, "").replace(harmless, ""));
}

test("no other file can write to standard output or standard error", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const found = ["lab", "exercises", "chat", "certs", "sniffer", "terminal"].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
      .filter((name) => holds(readFileSync(root + name, "utf8"))),
  );
  expect(found.sort()).toEqual(writers);
});

test.each([
  'process.stdout.write("raw")',
  "process.stderr.end(raw)",
  'process.stdout["write"](raw)',
  "const { stdout } = process; stdout.write(raw)",
  "const { stdout: out } = process;",
  "const { write } = process.stdout;",
  "stream.pipe(process.stdout)",
  "show(process.stdout)",
  "writeSync(process.stdout.fd, raw)",
  "writeSync(1, raw)",
  'writeFileSync("/dev/stdout", raw)',
  'createWriteStream("", { fd: 2 })',
  'import { stdout } from "node:process";',
  "globalThis.console.log(raw)",
])("a file cannot write past print() by %s", (source) => {
  expect(holds(source)).toBe(true);
});
