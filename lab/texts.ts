/** What the command line itself says; each command's own texts are in its folder. */
export const texts = {
  allCommands: "See all commands: lab --help",
  usage: (command: string, example: string | undefined) =>
    `${example === undefined ? "" : `For example: ${example}\n`}How it is used: ${command} --help`,
} as const;
