import { afterEach, beforeEach, vi } from "vitest";

/** Runs every test of a file as on a terminal of 256 colours, for any environment of this machine. */
export function onColourTerminal(): void {
  beforeEach(() => {
    for (const name of ["NO_COLOR", "LAB_THEME", "COLORFGBG"]) vi.stubEnv(name, undefined);
    vi.stubEnv("TERM", "xterm-256color");
  });
  afterEach(() => void vi.unstubAllEnvs());
}
