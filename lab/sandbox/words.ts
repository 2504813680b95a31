/** Everything the sandbox says to people. */
export const words = {
  opened: [
    "You are in the sandbox: a private network with nothing but its own loopback device, lo.",
    "Here `lab sniff lo` works without root. You seem to be root, but only in here.",
    "Open more terminals into the same sandbox with: lab sandbox          Leave with: exit",
  ].join("\n"),
  joined: "You have joined the open sandbox (same lo, same servers). Leave with: exit",
  alreadyInside: "this terminal is in the sandbox already",
  alreadyInsideHint: "`lab sniff lo` works here. To leave: exit",
  busy: "another `lab sandbox` is just being started, and does not get ready",
  busyHint: "Close it, then try again: lab sandbox",
  prompt: "(lab sandbox) ",
} as const;
