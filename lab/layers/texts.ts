import { texts as chatTexts } from "../../chat/protocol/texts.ts";

/** Texts of the commands about home-made layers. */
export const texts = {
  serverOption: "home-made encryption with this recipe (for lessons: do not rely on it)",
  chatOption: "home-made encryption, with the server's recipe, or only with this recipe",
  helpBelow: `\n${chatTexts.homeMadeLayers("--layers")}. You can break them: see docs/layers.md.`,
  askServerKey: "Access key of this session (everyone who joins must know it): ",
  askClientKey: "Access key of the session: ",
  askAgain: (left: number) =>
    `That is not the access key (${left === 1 ? "1 try" : `${left} tries`} left). Access key: `,
  useKeyFile: "Put the access key in the first line of a file: --access-key-file FILE",
  wrongKey: (source: string) => `${source} is not the access key of this server`,
  askOperator: "Ask the operator: the command key at the server's console shows it.",
  whatYouTyped: "what you typed",
  faults: {
    empty: (source: string) => `${source} is not an access key: it is empty`,
    "too-long": (source: string) => `${source} is not an access key: it has more than 256 bytes`,
    "spaces-outside": (source: string) => `${source} is not an access key: it begins or ends with a space`,
    "control-character": (source: string) => `${source} is not an access key: it has a control character`,
  },
  keyForms: "An access key has 1 to 256 bytes on one line. Accents are allowed, and spaces between words.",
  /** Why an access key opened nothing in a capture. */
  notOpened: {
    "wrong-key": "the access key opens nothing: the keys in this capture are encrypted with another access key",
    "no-keys":
      "the access key opens nothing: this capture has no encrypted key. Start the sniffer before the first client joins",
    "forward-secret":
      "the access key opens nothing: with the recipe fixed, each connection has its own key, and both sides deleted it",
    "no-layers": "the access key opens nothing: there are no home-made layers in this capture",
  },
  oneWay: "--layers cannot be used with --plain, --tls or --both",
  exampleServer: "For example: lab server --layers chain",
  exampleChat: "For example: lab chat --layers --name ana",
  onlyTls: (option: string) => `${option} cannot be used with --layers`,
  unknownRecipe: (word: string, names: readonly string[]) =>
    `There is no recipe ${word}. The recipes are ${names.join(", ")}.`,
} as const;
