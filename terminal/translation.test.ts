import { expect, test } from "vitest";
import { texts as english } from "../lab/clean/texts.ts";
import type { Translation } from "./translation.ts";

/** A folder in another language, as CONTRIBUTING.md describes it: a missing or different text does not compile. */
const spanish: Translation<typeof english> = {
  kinds: {
    captures: "capturas, con todo lo que se dijo",
    secrets: "secretos que abren TLS, y claves de personas",
    logs: "registros de conversaciones",
    certificates: "certificados y sus claves privadas",
    accounts: "cuentas, sus archivos y su correo",
    progress: "progreso y respuestas de los ejercicios",
    steps: "lo que hiciste en los pasos de los ejercicios",
    other: "archivos que no hizo el laboratorio",
  },
  amount: (files, bytes) => `${files} archivos, ${bytes} bytes`,
  stays: " (se queda)",
  more: (files) => `y ${files} más`,
  nothingKept: (folder) => `No se guarda nada: no hay archivos en ${folder}.`,
  nothingChosen: "Nada que borrar.",
  nothingRemoved: "No se borró nada.",
  question: (files) => `¿Borrar ${files} archivos? No se pueden recuperar. Escribe sí: `,
  wordsForYes: ["sí", "si"],
  removed: (files) => `${files} archivos borrados.`,
  notRemoved: (name, why) => `${name} se queda: ${why}`,
  noTerminal: "no se borró nada: no hay terminal donde preguntar",
  sayYes: "Para borrar sin preguntar: lab clean --yes",
  folderIsLink: (folder) => `${folder} es un enlace a otro lugar, y allí no se borra nada`,
  removeLink: "Mira adónde lleva: ls -l work",
  unknownKind: (kind, kinds) => `no hay ningún tipo ${kind}; hay ${kinds.join(", ")}`,
};

test("a second language is a second object with the same keys", () => {
  expect(Object.keys(spanish)).toEqual(Object.keys(english));
});
