/** What the ground floor says: files that the system refused. Paths have been cleaned by the caller. */
export const texts = {
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
