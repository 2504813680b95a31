import { expect, test } from "vitest";
import { element, page } from "./html.ts";

test("text from outside is text, inside of elements and in attributes", () => {
  const evil = `"><script>alert('1')</script>\x1b[2J`;
  const html = element("p", { title: evil, lang: undefined }, evil, element("br", {}), ["a", 1]).text;
  expect(html).not.toContain("<script");
  expect(html).not.toContain("\x1b");
  expect(html).toMatch(/^<p title="&#34;&#62;&#60;script/);
  expect(html).toMatch(/<br>a1<\/p>$/);
});

test("a page forbids scripts and the network", () => {
  expect(page("<title>", "p { color: red; }", "hola")).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(page("<title>", "", "hola")).toContain("<title>&#60;title&#62;</title>");
});
