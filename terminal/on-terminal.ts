/** Whether a person sees the output at a terminal with keys, which can draw. */
export function isOnTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== "dumb";
}
