const signals = ["SIGTERM", "SIGHUP", "SIGINT"] as const;

/**
 * Calls back, perhaps more than once, where a program with a screen is asked to end from outside: by a signal, or by its terminal's going
 * away, which not every shell tells its programs. Returns what ends the listening.
 */
export function whenToldToEnd(leave: () => void): () => void {
  const { stdin, stdout } = process;
  for (const signal of signals) process.on(signal, leave);
  stdin.on("end", leave).on("error", leave);
  stdout.on("error", leave);
  return () => {
    for (const signal of signals) process.off(signal, leave);
    stdin.off("end", leave);
    // One that is broken stays so, and goes on saying it.
    if (!stdin.errored) stdin.off("error", leave);
    if (!stdout.errored) stdout.off("error", leave);
  };
}
