/** Everything the sandbox says to people. */
export const texts = {
  opened: [
    "You are in the sandbox: a private network with nothing but its own device, lo.",
    "Here `lab sniff lo` works without root. You seem to be root, but only in here.",
    "To bring another terminal into the same sandbox, type there: lab sandbox",
    "Leave with: exit",
  ].join("\n"),
  joined: "You have joined the open sandbox (same lo, same servers). Leave with: exit",
  alreadyInside: "this terminal is in the sandbox already",
  alreadyInsideHint: "`lab sniff lo` works here. To leave: exit",
  serverNotInside:
    "You are in the sandbox, and reach only a server in it. Before the server, type there, too: lab sandbox",
  serverMaybeInside: "A sandbox is open in another terminal. If the server runs in it, go there first: lab sandbox",
  busy: "another `lab sandbox` is just being started, and does not get ready",
  busyHint: "Close it, then try again: lab sandbox",
  prompt: "(lab sandbox) ",
} as const;
