import { keyedHash, type Student, sentenceFrom } from "../student/student.ts";

/** Words of access keys: all are in the list of `lab break`. */
export const accessWords = [
  ...["tortuga", "guitarra", "castillo", "montaña", "naranja", "estrella", "caballo", "ventana"],
  ...["pirata", "mariposa", "zapato", "camino", "escalera", "tormenta", "bicicleta", "chocolate"],
] as const;

/** The access key of a student's conversation: one of these words and two digits. It is never shown to the student. */
export function accessKeyOf(student: Student, exercise: number): string {
  const bytes = Buffer.from(keyedHash(student, "access key", exercise), "hex");
  const number = 10 + (bytes.readUInt16BE(2) % 90);
  return `${accessWords[bytes.readUInt16BE(0) % accessWords.length]}${number}`;
}

/** A secret between the two bots, made for this student. */
export function secretSentence(student: Student, exercise: number): string {
  return sentenceFrom(keyedHash(student, "secret sentence", exercise));
}

/** A line of the conversation, and its speaker. */
export type TalkLine = readonly [name: "ana" | "luis", text: string];

/** The whole conversation of this student. */
export function talkLines(student: Student, exercise: number): readonly TalkLine[] {
  return [
    ["ana", "hola luis, ¿estás solo?"],
    ["luis", "sí, ya puedes hablar"],
    ["ana", "nadie debe saber lo que te digo"],
    ["luis", "de acuerdo, te escucho"],
    ["ana", "apunta esta frase y no la cambies"],
    ["ana", secretSentence(student, exercise)],
    ["luis", "la tengo, no se la digo a nadie"],
    ["ana", "nos vemos a las ocho en la estación"],
    ["luis", "¿y si llueve esta tarde?"],
    ["ana", "entonces te espero en la cafetería"],
    ["luis", "vale, yo llevo el dinero"],
    ["ana", "perfecto, no llegues tarde"],
    ["luis", "hasta luego, ana"],
  ];
}
