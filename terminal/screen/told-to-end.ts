const signals = ["SIGTERM", "SIGHUP", "SIGINT"] as const;

/**
 * Calls `leave`, perhaps more than once, when a program with a screen must end: after a signal, or when its terminal is
 * gone, which not every shell reports. Returns a function that ends the listening.
 */
export function whenToldToEnd(leave: () => void): () => void {
  const { stdin, stdout } = process;
  for (const signal of signals) process.on(signal, leave);
  stdin.on("end", leave).on("error", leave);
  stdout.on("error", leave);
  return () => {
    for (const signal of signals) process.off(signal, leave);
    stdin.off("end", leave);
    // A broken one stays broken, and keeps reporting it.
    if (!stdin.errored) stdin.off("error", leave);
    if (!stdout.errored) stdout.off("error", leave);
  };
}
