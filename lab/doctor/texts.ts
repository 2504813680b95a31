/** Texts of the doctor. */
export const texts = {
  heading: "What works on this machine:",
  reportHeading: "wire-lab doctor report",
  states: { works: "✓ works", broken: "✗ fails", note: "– note " },
  statesInAscii: { works: "works", broken: "FAILS", note: "note " },
  remedy: "→",
  remedyInAscii: "->",
  allWell: "Everything the lab needs works here. Start with: lab demo",
  broken: (count: number) =>
    count === 1
      ? "One thing does not work: the command after its arrow fixes it."
      : `${count} things do not work: the commands after their arrows fix them.`,

  node: "Node",
  nodeFound: (version: string) => `version ${version}`,
  nodeOld: (version: string, needed: string) => `version ${version}; the lab needs ${needed} or later`,
  nodeRemedy: "install a newer Node from https://nodejs.org/",
  system: "system",

  cap: "capture part",
  capBuilt: (library: string | undefined) => `npm cap is built and loads${library === undefined ? "" : ` ${library}`}`,
  capNotBuilt: (why: string) => `npm cap does not load, and there is no tcpdump or dumpcap: ${why}`,
  capReplaced: (programs: readonly string[]) => `npm cap was not built; the lab captures with ${programs.join(" or ")}`,
  capRemedy: "npm run setup",

  capture: "capture on lo",
  captureWorks: (program: string, milliseconds: number) =>
    `a test packet was captured through ${program} after ${milliseconds} ms`,
  captureSlow: (milliseconds: number) => `works, but packets are shown only after ${milliseconds} ms`,
  captureSilent: "the device opens, but a test packet was not captured",
  captureInSandboxOnly: (why: string) => `${why}; in the sandbox you are`,
  captureContainerRemedy: "docker run --cap-add NET_RAW ...   (root in a container needs this permission)",
  captureSandboxRemedy: "lab sandbox",

  namespace: "private network",
  namespaceWorks: "ordinary users may have one: `lab sandbox` works",
  namespaceInside: "this terminal is in one already",

  ports: "port 12345",
  portFree: "free on 127.0.0.1 and ::1",
  portNoIpv6: "free on 127.0.0.1; this machine has no ::1",
  portTaken: "another program listens there",
  portRemedy: "lab server --plain --port 12346",

  clock: "clock",
  clockFound: (time: string) => time,
  clockWrong: (time: string) => `${time}, which is before this lab was built: clients will refuse certificates`,
  clockRemedy: "sudo timedatectl set-ntp true",

  terminal: "terminal",
  terminalNone: "output goes to a file or pipe: plain text only",
  terminalFound: (columns: number, rows: number) => `${columns} columns, ${rows} rows`,
  terminalSmall: (columns: number, rows: number) =>
    `${columns} columns, ${rows} rows; the screens are made for 80 × 24`,
  terminalRemedy: "make the window larger, or its letters smaller (Ctrl and -)",

  letters: "letters",
  noLocale: "no locale is set",
  lettersUtf8: (setting: string) => `UTF-8 (${setting}): accents and emoji are shown`,
  lettersOther: (setting: string) => `${setting}: the terminal may not show accents and emoji`,
  lettersRemedy: "export LC_ALL=C.UTF-8",

  folder: "work folder",
  folderWritable: "files can be made here",
  folderReadOnly: "files cannot be made in this folder",
  folderRemedy: "mkdir -p ~/lab && cd ~/lab",

  openssl: "OpenSSL",
  opensslForExercises: "not installed; exercises 1 to 4 work without it",
  optionalAbsent: "not installed; the lab works without it",
  installByHand: (name: string) => `install ${name} with your package manager`,
} as const;
