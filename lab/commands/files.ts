import type { Command } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import type { FilesOptions, FilesRun } from "../files/run-files.ts";
import { texts } from "../files/texts.ts";

/** `lab files`: files that the server stores but cannot read. */
export function define(command: Command): void {
  const { commands, options: texted } = texts;
  withServer(command.command("list", { isDefault: true }).description(commands.list))
    .option("--json", texted.json)
    .action(async (options: FilesOptions) => {
      if (options.json || !isOnTerminal()) return run(options, (files) => files.list());
      const name = nameOf(options);
      const { showFiles } = await import("../files/screen/show-files.ts");
      await showFiles(name, options);
    });
  withServer(command.command("put <file>").description(commands.put))
    .option("--file-password-file <file>", texted.filePasswordFile)
    .action((file: string, options: FilesOptions) => run(options, (files) => files.put(file)));
  withServer(command.command("get <name>").description(commands.get))
    .option("--from <user>", texted.from)
    .option("-o, --output <file>", texted.output)
    .option("--force", texted.force)
    .option("--file-password-file <file>", texted.filePasswordFile)
    .action((name: string, options: FilesOptions) =>
      run(options, (files) =>
        files.get({
          owner: options.from ?? options.name!,
          file: name,
          target: options.output ?? name,
          replaces: options.force ?? false,
        }),
      ),
    );
  withServer(command.command("share <name>").description(commands.share))
    .requiredOption("--with <user>", texted.with)
    .option("--file-password-file <file>", texted.filePasswordFile)
    .action((name: string, options: FilesOptions) => run(options, (files) => files.share(name, options.with!)));
  withServer(command.command("unshare <name>").description(commands.unshare))
    .requiredOption("--with <user>", texted.with)
    .action((name: string, options: FilesOptions) => run(options, (files) => files.unshare(name, options.with!)));
  withServer(command.command("rm <name>").description(commands.rm)).action((name: string, options: FilesOptions) =>
    run(options, (files) => files.remove(name)),
  );
  withServer(command.command("keys").description(commands.keys))
    .option("--of <user>", texted.of)
    .action((options: FilesOptions) => run(options, (files) => files.keys()));
  command
    .command("forget <user>")
    .description(commands.forget)
    .option("--name <name>", texted.name)
    .action(async (user: string, options: FilesOptions) => {
      const { forgetKeys } = await import("../files/run-files.ts");
      forgetKeys(nameOf(options), user);
    });
  command.addHelpText("after", texts.help);
}

function withServer(command: Command): Command {
  const { options } = texts;
  return command
    .option("--name <name>", options.name)
    .option("--server <host:port>", options.server)
    .option("--plain", options.plain)
    .option("--ca <file>", options.ca)
    .option("--password-file <file>", options.passwordFile)
    .option("--key-passphrase-file <file>", options.keyPassphraseFile);
}

async function run(options: FilesOptions, act: (files: FilesRun) => Promise<void>): Promise<void> {
  const name = nameOf(options);
  const { withFiles } = await import("../files/run-files.ts");
  await withFiles(name, options, act);
}

function nameOf({ name }: FilesOptions): string {
  if (name === undefined) throw new LabError(...texts.noName, 2);
  return name;
}
