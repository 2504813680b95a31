import { printable } from "./printable.ts";

/** A piece of HTML. Text from outside comes in only through `element`, and never becomes markup. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The contents of an element: text is escaped, nothing is left out. */
export type HtmlChild = Html | string | number | readonly HtmlChild[];

type Attributes = Readonly<Record<string, string | number | undefined>>;

const empty: ReadonlySet<string> = new Set(["meta", "br", "rect", "line"]);

/** An element with attributes and contents. Names must be the program's own; values and text may be from outside. */
export function element(name: string, attributes: Attributes, ...children: readonly HtmlChild[]): Html {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined || value === "" ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const start = `<${name}${given.join("")}>`;
  return new Html(empty.has(name) ? start : `${start}${inside(children)}</${name}>`);
}

/** A whole page in one file. Its own policy forbids scripts and the network. */
export function page(title: string, style: string, ...body: readonly HtmlChild[]): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width" }),
    element("title", {}, title),
    element("style", {}, new Html(style)),
  );
  return `<!doctype html>\n${element("html", { lang: "en" }, head, "\n", element("body", {}, element("main", {}, ...body))).text}\n`;
}

function inside(children: readonly HtmlChild[]): string {
  return children
    .map((child) => {
      if (child instanceof Html) return child.text;
      return typeof child === "object" ? inside(child) : escaped(String(child));
    })
    .join("");
}

/** Text without markup, also safe between double quotes, and cleaned; the program's own line ends stay. */
function escaped(text: string): string {
  return text
    .split("\n")
    .map((line) => printable(line).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`))
    .join("\n");
}
