const firstSteps = {
  ana: "An attacker changed /etc/hosts here: the name server now leads to mallory. Join the chat with:\n  lab chat server --plain --name ana",
  server: "Start the chat server with:\n  lab server --both --host 0.0.0.0",
  mallory: "Attack with:\n  lab mitm --to server:12345 --port 12345",
} as const;

/** Texts of the sandbox. */
export const texts = {
  opened: [
    "You are in the sandbox: a private network with only its own device, lo.",
    "Here `lab sniff lo` works without root. You seem to be root, but only here.",
    "For another terminal in the same sandbox, type there: lab sandbox",
    "Leave with: exit",
  ].join("\n"),
  joined: "You joined the open sandbox (same lo, same servers). Leave with: exit",
  alreadyInside: "this terminal is in the sandbox already",
  alreadyInsideHint: "`lab sniff lo` works here. To leave: exit",
  serverNotInside:
    "You are in the sandbox and can reach only servers inside it. In the server's terminal, type first: lab sandbox",
  serverMaybeInside: "A sandbox is open in another terminal. If the server runs in it, type here first: lab sandbox",
  busy: "another `lab sandbox` is starting and is not ready yet",
  busyHint: "Close it, then try again: lab sandbox",
  prompt: "(lab sandbox) ",

  machinePrompt: (name: string) => `(${name}) `,
  onMachine: (name: keyof typeof firstSteps, machines: Readonly<Record<keyof typeof firstSteps, string>>) =>
    [
      `You are on the machine ${name}, ${machines[name]}, on a small network of its own.`,
      "The others are in other terminals:",
      ...(["ana", "server", "mallory"] as const)
        .filter((other) => other !== name)
        .map((other) => `  ${`lab sandbox --as ${other}`.padEnd(26)}${machines[other]}`),
      firstSteps[name],
      "Leave with: exit",
    ].join("\n"),
  noNetwork: (why: string) => `the network of three machines cannot be made here${why === "" ? "" : `: ${why}`}`,
  noNetworkHint:
    "It needs ip (the package iproute2), and a kernel with bridge and veth. One machine is enough for: lab sandbox",
  noPrivateFolder: "there is no folder that only you can open, for the files of the network",
  noPrivateFolderHint: "Make one: mkdir -p -m 700 ~/.cache/wire-lab",
} as const;
