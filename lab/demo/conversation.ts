/** One line of the lesson's conversation. */
export interface SpokenLine {
  readonly name: "ana" | "luis";
  readonly text: string;
}

/** What ana and luis say to each other in the demo, once in the clear and once over TLS; the third line is a password, by mistake. */
export const conversation: readonly SpokenLine[] = [
  { name: "ana", text: "¡Hola, Luis! ¿Vienes mañana al laboratorio?" },
  { name: "luis", text: "Sí, Ana, allí estaré 😀" },
  { name: "ana", text: "Pingüino-1987" },
  { name: "ana", text: "¡Uy! Eso era mi contraseña…" },
  { name: "luis", text: "Pues ahora la conoce toda la red." },
];
