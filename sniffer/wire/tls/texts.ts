/** The meaning of a field's bytes, if a name is not enough. */
export const values = {
  grease: (number: string) => `GREASE (${number})`,
  ssl2Suite: (number: string) => `SSL2 ${number}`,
  ja4: (fingerprint: string, printed: string | undefined) =>
    `JA4 ${fingerprint}${printed === undefined ? "" : ` (FoxIO's program prints ${printed})`}, the client's fingerprint`,
  unreadable: (bytes: string) => `${bytes}, unreadable without the key`,
} as const;
