/** Everything the sandbox says to people. */
export const texts = {
  opened: [
    "You are in the sandbox: a private network with nothing but its own device, lo.",
    "Here `lab sniff lo` works without root. You seem to be root, but only in here.",
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
} as const;
