/** How the bot must have spoken in a capture: in the clear, over any TLS, or over one version of it. */
export type WantedMode = "plain" | "tls" | "TLS 1.2" | "TLS 1.3";

/** A capture of one conversation of the bot. */
export interface WantedCapture {
  /** Its name in work/captures. */
  readonly file: string;
  readonly mode: WantedMode;
  readonly padded?: boolean;
  /** Whether it needs the server that the instructions start: the lab cannot make it. */
  readonly needsOwnServer?: true;
}

/** The command with which the bot speaks as this capture wants it. */
export function botCommand(exercise: number, { mode, padded = false }: WantedCapture): string {
  const options = mode === "plain" ? "--plain" : mode === "TLS 1.2" ? "--tls --tls-max 1.2" : "--tls";
  return `lab exercise bot ${exercise} ${options}${padded ? " --padded" : ""}`;
}
