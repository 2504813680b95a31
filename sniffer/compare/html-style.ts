/**
 * Colours of the report: text on white, each with a contrast of at least 7 to 1 (WCAG 2.2, criterion 1.4.6). Tested.
 */
export const colours = {
  background: "#ffffff",
  text: "#111111",
  note: "#4a4a4a",
  readable: "#8a0d0d",
  partly: "#5c4200",
  hidden: "#0b4f24",
  absent: "#4a4a4a",
} as const;

/** The report's style sheet. The words say everything that colours say, and each kind has its own border. */
export const htmlStyle = `
body { background: ${colours.background}; color: ${colours.text}; font: 16px/1.45 sans-serif; margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; border-bottom: 2px solid ${colours.text}; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; font-weight: normal; }
thead th { font-weight: bold; } tbody th { width: 20%; }
thead td:first-child, tbody th:first-child { width: 20%; }
.numbers td { text-align: right; font-variant-numeric: tabular-nums; }
.part { padding-left: 1.5em; }
.note { color: ${colours.note}; font-size: .875rem; }
code { font: .8125rem/1.4 monospace; }
q { font-weight: bold; }
.hidden { color: ${colours.hidden}; }
b { padding: 0 .3em; border: 1px solid; }
b.readable { color: ${colours.readable}; border-style: solid; }
b.partly { color: ${colours.partly}; border-style: dashed; }
b.hidden { color: ${colours.hidden}; border-style: double; border-width: 3px; }
b.absent { color: ${colours.absent}; border-style: none; }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; display: block; }
svg rect { fill: ${colours.text}; } svg line { stroke: #767676; } svg text { font: 11px sans-serif; fill: ${colours.text}; }
@media print { body { font-size: 10pt; } main { max-width: none; padding: 0; } tr, figure { break-inside: avoid; } thead { display: table-header-group; }
  * { color: #000 !important; } }
`;
