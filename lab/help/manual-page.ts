import type { Argument, Command, Option } from "commander";
import { texts } from "../texts.ts";

/** The manual page of all commands in the language of man(7), from their definitions. */
export function manualPage(lab: Command): string {
  const { manual } = texts;
  return [
    '.TH LAB 1 "" "Wire Lab"',
    `.SH ${manual.name}`,
    `lab \\- ${escaped(lab.description())}`,
    `.SH ${manual.synopsis}`,
    `.B lab\n${escaped(lab.usage())}`,
    `.SH ${manual.description}`,
    escaped(texts.afterHelp.replaceAll("`", "")),
    ...lab.options.flatMap(optionLines),
    `.SH ${manual.commands}`,
    ...lab.commands.flatMap((command) => commandLines(command, "lab")),
    `.SH ${manual.files}`,
    `.TP\n.I work/\n${escaped(manual.workFolder)}`,
    `.SH ${manual.exitStatus}`,
    escaped(manual.exitCodes),
    "",
  ].join("\n");
}

function commandLines(command: Command, parent: string): readonly string[] {
  const path = `${parent} ${command.name()}`;
  return [
    `.SS ${escaped(`${path} ${command.usage()}`.replace("[options]", "[OPTIONS]"))}`,
    escaped(command.description()),
    ...command.registeredArguments.flatMap(argumentLines),
    ...command.options.filter(({ hidden }) => !hidden).flatMap(optionLines),
    ...command.commands.flatMap((inner) => commandLines(inner, path)),
  ];
}

function argumentLines(argument: Argument): readonly string[] {
  return argument.description === "" ? [] : [".TP", `.I ${escaped(argument.name())}`, escaped(argument.description)];
}

function optionLines({ flags, description }: Option): readonly string[] {
  return [".TP", `.B ${escaped(flags)}`, escaped(description)];
}

/** A line of text that roff(7) prints unchanged. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("\n", " ")
    .replace(/^([.'])/, "\\&$1");
}
