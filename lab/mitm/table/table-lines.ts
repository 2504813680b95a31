import { fitted } from "../../../terminal/columns.ts";
import { type Line, span, type Tone } from "../../../terminal/screen/line.ts";
import { attacks, type Cell, clients } from "./cell.ts";
import { texts } from "./texts.ts";

/** Columns of the attacks' names, and of each client: together 79. */
const NAME_WIDTH = 15;
const CELL_WIDTH = 16;
const TABLE_WIDTH = NAME_WIDTH + clients.length * CELL_WIDTH;
/** Columns of a client's name in the list. */
const LISTED_WIDTH = 12;

/**
 * The table for people: one attack per row, one client per column; below it, what it proves. On a terminal that is too
 * narrow for the table, each client has a line of its own below the attack.
 */
export function tableLines(cells: readonly Cell[], columns = TABLE_WIDTH): readonly Line[] {
  const rows = columns < TABLE_WIDTH ? listed(cells) : tabled(cells);
  return [...rows, ...proof(cells).map((sentence): Line => [span(sentence)])];
}

function listed(cells: readonly Cell[]): readonly Line[] {
  return attacks.flatMap((attack): Line[] => [
    [span(texts.attacks[attack], "strong")],
    ...clients.map((client): Line => {
      const cell = cellOf(cells, attack, client);
      const name = fitted(texts.clients[client], LISTED_WIDTH);
      return [span(` ${name}`), span(`${how(cell)}: ${outcome(cell)}`, toneOf(cell))];
    }),
    [],
  ]);
}

function tabled(cells: readonly Cell[]): readonly Line[] {
  const head: Line = [
    span(" ".repeat(NAME_WIDTH)),
    ...clients.map((client) => span(fitted(texts.clients[client], CELL_WIDTH), "strong")),
  ];
  const rows = attacks.flatMap((attack): Line[] => {
    const row = clients.map((client) => cellOf(cells, attack, client));
    return [
      [
        span(fitted(texts.attacks[attack], NAME_WIDTH), "strong"),
        ...row.map((cell) => column(how(cell), toneOf(cell))),
      ],
      [span(" ".repeat(NAME_WIDTH)), ...row.map((cell) => column(outcome(cell), toneOf(cell)))],
      [],
    ];
  });
  return [head, [], ...rows];
}

const cellOf = (cells: readonly Cell[], attack: Cell["attack"], client: Cell["client"]) =>
  cells.find((cell) => cell.attack === attack && cell.client === client)!;

const column = (text: string, tone: Tone) => span(fitted(text, CELL_WIDTH), tone);

const toneOf = ({ read }: Cell): Tone => (read ? "readable" : "protected");

const how = ({ connected }: Cell) => texts.connected[connected];

/** What the attacker got, or the alert of a client that left. */
function outcome({ connected, read, arrived, alert }: Cell): string {
  if (connected === "no") return alert === undefined ? texts.noAlert : texts.alert(alert.name);
  return read ? texts.read[arrived] : texts.notRead;
}

function proof(cells: readonly Cell[]): readonly string[] {
  const judged = cells.filter(({ openssl }) => openssl !== undefined);
  const agreeing = judged.filter(({ tls, openssl }) => tls === openssl);
  const refusing = cells.filter(({ tls, applicationData }) => tls === "refused" && applicationData !== undefined);
  const records = refusing.reduce((sum, { applicationData }) => sum + applicationData!, 0);
  const [example] = cells.flatMap(({ capture, connected }) =>
    capture !== undefined && connected === "no" ? [capture] : [],
  );
  return [
    ...texts.legend,
    "",
    judged.length === 0 ? texts.noOpenssl : texts.openssl(agreeing.length, judged.length),
    ...(refusing.length === 0 ? [] : [texts.saidNothing(refusing.length, records)]),
    ...(example === undefined ? [] : [texts.captures(cells.length), texts.lookAt(example)]),
  ];
}
