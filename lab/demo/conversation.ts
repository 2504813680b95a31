/** One line of the lesson's conversation. */
export interface SpokenLine {
  readonly name: "ana" | "luis";
  readonly text: string;
}

/**
 * The conversation of ana and luis in the demo, once without and once with TLS. The third line is a password, sent by
 * mistake.
 */
export const conversation: readonly SpokenLine[] = [
  { name: "ana", text: "¡Hola, Luis! ¿Vienes mañana al laboratorio?" },
  { name: "luis", text: "Sí, Ana, allí estaré 😀" },
  { name: "ana", text: "Pingüino-1987" },
  { name: "ana", text: "¡Uy! Eso era mi contraseña…" },
  { name: "luis", text: "Pues ahora la conoce toda la red." },
];
