/** What the command line itself says; each command's own texts are in its folder. Paths have been cleaned by the caller. */
export const texts = {
  description: "A lab for the first course on encryption in networks: chat, read the wire, turn on TLS, compare.",
  allCommands: "See all commands: lab --help",
  usage: (command: string, example: string | undefined) =>
    `${example === undefined ? "" : `For example: ${example}\n`}How it is used: ${command} --help`,
  examples: "Examples:",
  afterHelp: "`lab COMMAND --help` explains one command. New here? Start with `lab demo`.",
  versionOption: "print the version, and the folder and commit it runs from",
  version: (version: string, folder: string, commit: string | undefined, node: string) =>
    `lab ${version}, in ${folder}${commit === undefined ? "" : `, commit ${commit}`}, with Node ${node}`,
  versionAlone: (extra: string) => `--version cannot be used with ${extra}`,
  versionHint: "The version: lab --version. Help about a command: lab help COMMAND",
  outputRefused: (reason: string) => `the output cannot be written: ${reason}`,
  outputRefusedHint: "See whether the disk is full with: df -h .",
  bug: "this is a bug in the lab, please report it:",

  unknownCommand: (name: string) => `there is no command ${name}`,
  manual: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    commands: "COMMANDS",
    files: "FILES",
    workFolder: "Your files: certificates, captures, progress. You can delete it.",
    exitStatus: "EXIT STATUS",
    exitCodes: "0: success. 1: failure. 2: the command line is wrong.",
  },
  wholeNumber: (least: number, most: number) => `this must be a whole number from ${least} to ${most}`,
  shells: "bash, zsh or fish",
  completionHint: [
    "To switch it on, add one line to the start-up file of your shell:",
    "  bash, in ~/.bashrc:                    source <(lab completion bash)",
    "  zsh, in ~/.zshrc after compinit:       source <(lab completion zsh)",
    "  fish, in ~/.config/fish/config.fish:   lab completion fish | source",
  ].join("\n"),
} as const;
