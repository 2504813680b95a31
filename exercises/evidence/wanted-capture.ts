/** The bot's mode in a capture: without TLS, over any TLS, or over one version. */
export type WantedMode = "plain" | "tls" | "TLS 1.2" | "TLS 1.3";

/** A capture of one conversation of the bot. */
export interface WantedCapture {
  /** Its name in work/captures. */
  readonly file: string;
  readonly mode: WantedMode;
  readonly padded?: boolean;
  /** Whether it needs the server from the instructions: the lab cannot make it. */
  readonly needsOwnServer?: true;
}

/** The command that starts the bot for this capture. */
export function botCommand(exercise: number, { mode, padded = false }: WantedCapture): string {
  const options = mode === "plain" ? "--plain" : mode === "TLS 1.2" ? "--tls --tls-max 1.2" : "--tls";
  return `lab exercise bot ${exercise} ${options}${padded ? " --padded" : ""}`;
}
