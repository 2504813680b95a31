/** What the command line itself says; each command's own words are in its folder. Paths have been cleaned by the caller. */
export const words = {
  allCommands: "See all commands: lab --help",
  usage: (command: string, example: string | undefined) =>
    `${example === undefined ? "" : `For example: ${example}\n`}How it is used: ${command} --help`,

  mayNotUse: (path: string) => `you may not use ${path} here`,
  readOnly: (path: string) => `nothing can be written to ${path}: this disk can only be read`,
  ownFolder: (nearest: string) =>
    `See whose it is: ls -ld ${nearest}\nOr go to a folder of your own, and try again there: cd ~`,
  diskFull: (path: string) => `there is no room left on the disk for ${path}`,
  makeRoom: "See how full it is: df -h .",
  notAFolder: (path: string) => `there is something called ${path}, and it is no folder`,
  isAFolder: (path: string) => `${path} is a folder, not a file`,
  lookAt: (path: string) => `See what it is: ls -ld ${path}`,
} as const;
