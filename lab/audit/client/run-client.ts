import { spawn } from "node:child_process";

/** How long a client may take for one certificate, in milliseconds. */
const PATIENCE = 10_000;

/** Runs a client with the user's shell, once. Resolves when it has ended, or was ended. Its output is not read. */
export function runClient(
  command: string,
  { port, ca }: { readonly port: number; readonly ca: string },
): Promise<void> {
  const env = { ...process.env, LAB_PORT: String(port), LAB_CA: ca };
  const child = spawn(command, { shell: true, stdio: "ignore", env, timeout: PATIENCE });
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
}
