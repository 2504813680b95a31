import type { Command } from "commander";
import { helpTexts as help } from "../break/help-texts.ts";
import { MAX_DIGITS } from "../break/search/endings.ts";
import { wholeNumber } from "../option-values.ts";

/** `lab break`: breaks home-made layers with the student's own capture; one subcommand for each attack. */
export function define(command: Command): void {
  command
    .usage("SUBCOMMAND [OPTIONS]")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", help.warning);
  const found = (isFound: boolean) => {
    if (!isFound) process.exitCode = 1;
  };
  const searching = () => import("../break/run-search-attacks.ts");
  const forging = () => import("../break/run-forged.ts");
  const withWords = (one: Command) =>
    one.option("--words <list>", help.words).option("--digits <number>", help.digits, wholeNumber(0, MAX_DIGITS), 0);
  const withServer = (one: Command) =>
    one
      .requiredOption("--packet <number>", help.packet, packetNumber)
      .option("--to <host:port>", help.to, "localhost:12345")
      .option("--print", help.print);

  withWords(command.command("hash").description(help.hash).argument("<target>", help.target)).action(
    async (target, options) => found(await (await searching()).breakHash(target, options)),
  );
  withWords(command.command("rc4").description(help.rc4).argument("<file>", help.file)).action(async (file, options) =>
    found(await (await searching()).breakRc4(file, options)),
  );
  command
    .command("reversed")
    .description(help.reversed)
    .argument("<file>", help.file)
    .action(async (file) => (await import("../break/run-reversed.ts")).breakReversed(file));
  command
    .command("clock")
    .description(help.clock)
    .argument("<file>", help.file)
    .action(async (file) => found(await (await searching()).breakClock(file)));
  command
    .command("xor")
    .description(help.xor)
    .argument("<file>", help.file)
    .option("--packets <numbers>", help.packets, packetsFrom)
    .option("--crib <words>", help.crib)
    .action(async (file, options) => (await import("../break/run-xor.ts")).breakXor(file, options));
  withServer(command.command("flip").description(help.flip).argument("<file>", help.file))
    .requiredOption("--change <old=new>", help.change)
    .option("--at <byte>", help.at, wholeNumber(0, 9_999))
    .option("--as <name>", help.as, "eva")
    .action(async (file, options) => (await forging()).breakFlip(file, options));
  withServer(command.command("replay").description(help.replay).argument("<file>", help.file))
    .requiredOption("--as <name>", help.as)
    .action(async (file, options) => (await forging()).breakReplay(file, options));
  command
    .command("words")
    .description(help.list)
    .option("--digits <number>", help.digits, wholeNumber(0, MAX_DIGITS), 0)
    .action(async ({ digits }) => (await import("../break/print-words.ts")).printWords(digits));
}

const packetNumber = wholeNumber(1, 999_999_999);

function packetsFrom(text: string): readonly number[] {
  return text.split(",").map(packetNumber);
}
