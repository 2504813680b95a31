import { isIP } from "node:net";
import { printable } from "../../terminal/printable.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { accountLines } from "../accounts/account-lines.ts";
import { OUTLINE_BYTES } from "../files/age-outline.ts";
import { fileCells, knownFileLines, serverViewLines } from "../files/file-lines.ts";
import { fileTexts } from "../files/texts.ts";
import { endpointText } from "../protocol/endpoint.ts";
import { isLoopback } from "../protocol/party.ts";
import type { Member } from "../server/room.ts";
import type { RunningServer } from "../server/server.ts";
import { rosterLines } from "./roster.ts";
import { texts } from "./texts.ts";

/** The result of a line at the operator's console: what to show, and whether the server closes. */
export interface ConsoleAnswer {
  readonly lines: readonly Line[];
  readonly exit?: true;
}

/** The server and terminal that a command uses. */
interface Scene {
  readonly server: RunningServer;
  /** Columns of the terminal. */
  readonly width: number;
  /** How long the server has been open, in milliseconds. */
  readonly openFor: number;
}

interface ConsoleCommand {
  /** Its English word first. */
  readonly words: readonly string[];
  /** What must follow the word, for the error message; undefined if nothing must. */
  readonly needs?: string;
  readonly run: (rest: string, scene: Scene) => readonly string[] | ConsoleAnswer;
}

/** Every command. This table decides what a word does, and what the Tab key completes. */
const commands: readonly ConsoleCommand[] = [
  { words: ["help", "ayuda", "?"], run: () => texts.help },
  { words: ["list", "users", "lista", "usuarios"], run: list },
  {
    words: ["count", "cuenta"],
    run: (_, { server }) => [texts.count(server.members().length, server.stats().waiting)],
  },
  { words: ["accounts", "cuentas"], run: (_, { server }) => accounts(server) },
  { words: ["files", "archivos"], run: files },
  { words: ["say", "decir"], needs: "say TEXT", run: say },
  { words: ["kick", "echar"], needs: "kick NAME", run: kick },
  { words: ["ban", "vetar"], run: ban },
  { words: ["unban", "readmitir"], needs: "unban ADDRESS", run: unban },
  { words: ["key", "clave"], run: (_, { server }) => [accessKeyText(server)] },
  { words: ["mode", "modo"], run: changeMode },
  { words: ["stats", "datos"], run: stats },
  { words: ["exit", "quit", "salir"], run: () => ({ lines: [], exit: true }) },
];

/** The first words of lines at the console. */
export const consoleWords: readonly string[] = commands.flatMap(({ words }) => words.filter((word) => word !== "?"));

/** Runs one line of the operator. Never throws; nonsense gives a line with the reason. */
export function operate(line: string, scene: Scene): ConsoleAnswer {
  const [, word = "", rest = ""] = /^\s*\/?(\S*)\s*(.*?)\s*$/su.exec(line) ?? [];
  if (word === "") return { lines: [] };
  const command = commands.find(({ words }) => words.includes(word.toLowerCase()));
  const answer = (texts: readonly string[]): ConsoleAnswer => ({
    lines: texts.flatMap((text) => wrapText(text, scene.width - 1)).map((text) => [span(text)]),
  });
  if (command === undefined) return answer([texts.unknownCommand(printable(word))]);
  if (command.needs !== undefined && rest === "") return answer([texts.incomplete(command.needs)]);
  const done = command.run(rest, scene);
  return "lines" in done ? done : answer(done);
}

function list(name: string, { server, width }: Scene): readonly string[] | ConsoleAnswer {
  if (name === "") return { lines: rosterLines(server.members(), width) };
  const member = memberCalled(name, server);
  return [typeof member === "string" ? member : memberText(member)];
}

function accounts({ accounts: known }: RunningServer): readonly string[] {
  try {
    return known === undefined ? [texts.withoutAccounts] : accountLines(known.list());
  } catch (error) {
    return [known!.trouble(error).text];
  }
}

/** All files, or what the server has of one file. */
function files(number: string, { server: { accounts: known } }: Scene): readonly string[] {
  const store = known?.options.files;
  if (store === undefined) return [texts.withoutAccounts];
  try {
    if (number === "") return knownFileLines(store.all());
    const file = store.all().find(({ id }) => String(id) === number);
    if (file === undefined) return [fileTexts.noSuchNumber(printable(number))];
    const { owner, name, bytes } = fileCells(file);
    const view = serverViewLines(store.firstBytes(file.id, OUTLINE_BYTES));
    return [texts.fileOf(name, owner, bytes), ...view.flatMap(([shown, meaning]) => [`  ${shown}`, ...under(meaning)])];
  } catch (error) {
    return [known!.trouble(error).text];
  }
}

function under(meaning: string): readonly string[] {
  return meaning === "" ? [] : [`      ${meaning}`];
}

function say(text: string, { server }: Scene): readonly string[] {
  server.announce(texts.operatorSays(printable(text)));
  return [];
}

function kick(name: string, { server }: Scene): readonly string[] {
  const member = memberCalled(name, server);
  if (typeof member === "string") return [member];
  server.kick(member.name);
  return [];
}

/** Bans an address, or the address of a member by name. Without either, lists the bans. */
function ban(what: string, { server }: Scene): readonly string[] {
  if (what === "") return [texts.bans(server.bans())];
  const member = isIP(what) === 0 ? memberCalled(what, server) : undefined;
  if (typeof member === "string") return [member];
  const address = member?.endpoint.address ?? what;
  if (isLoopback(address)) return [texts.banOfThisMachine(address)];
  return [texts.bannedNow(server.ban(address))];
}

function unban(address: string, { server }: Scene): readonly string[] {
  return [server.unban(address) ? texts.unbanned(printable(address)) : texts.notBanned(printable(address))];
}

function changeMode(mode: string, { server }: Scene): readonly string[] {
  const wanted = mode.toLowerCase();
  if (wanted === "plain" || wanted === "tls" || wanted === "both") {
    if (server.recipe !== undefined) return [texts.modeIsLayers];
    if (!server.setMode(wanted)) return [server.mode === "tls" ? texts.modeIsTls : texts.modeNeedsCertificate];
  } else if (wanted !== "") return [texts.incomplete(texts.modeForms)];
  return [texts.modeNow(server.mode)];
}

function accessKeyText({ accessKey }: RunningServer): string {
  return accessKey === undefined ? texts.noAccessKey : texts.accessKey(printable(accessKey));
}

function stats(_: string, { server, openFor }: Scene): readonly string[] {
  const mebibytes = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  return texts.stats(server.stats(), Math.floor(openFor / 60_000), mebibytes);
}

/** The member with exactly this name; otherwise the text that there is none, with a similar name if one is there. */
function memberCalled(name: string, server: RunningServer): Member | string {
  const member = server.find(name);
  if (member?.name === name) return member;
  return member === undefined ? texts.nobodyCalled(printable(name)) : texts.onlySimilar(printable(name), member.name);
}

function memberText({ name, endpoint, protection, since, messages }: Member): string {
  const clock = new Date(since).toTimeString().slice(0, 8);
  return texts.member(name, endpointText(endpoint), protection, clock, messages);
}
