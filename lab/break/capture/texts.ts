import { printable } from "../../../terminal/printable.ts";
import type { Attack, Missing, Needed } from "./missing.ts";

const fromTheBeginning = "Begin to capture before the first client joins: lab sniff lo -w work/captures/layers.pcap";

const lines: Readonly<Record<Needed, string>> = {
  access: "no access hash in this capture",
  "private-key": "no wrapped private key in this capture",
  keys: "no wrapped key in this capture",
  token: "no encrypted message in this capture",
  streamed: "no RC4 message in this capture",
};

const onlyFor: Readonly<Record<Attack, string>> = {
  hash: "It sends no hash: the access key crosses inside the encryption.",
  rc4: "It sends no private key under RC4.",
  reversed: "This attack is for `reversed`, where the private key was used to encrypt.",
  clock: "This attack is for `clock`, where the key is made of the start time.",
  xor: "This attack is for `stream`, where each message uses the keystream from its start.",
  flip: "This attack is for `stream`: elsewhere a message is authenticated, and a changed one does not open.",
  replay: "Each line there has a number, and is authenticated with it: a line that comes twice ends the connection.",
};

/** Why an attack does not work on TLS. */
const inTls: Readonly<Record<Attack, string>> = {
  hash: "no hash of an access key crosses the wire. Both sides make a new key for each connection",
  rc4: "no private key crosses the wire, encrypted or not. The server's never leaves it",
  reversed: "nothing in it was encrypted with the server's private key. That key signs",
  clock: "its keys are made of random numbers. The time says nothing about them",
  xor: "each record has a number of its own, so no keystream is used twice",
  flip: "each record has a tag. One changed bit, and the receiver ends the connection (bad_record_mac)",
  replay: "each record is authenticated with its number, under the keys of its own connection (bad_record_mac)",
};
const compareTls = "See what is left to read: lab sniff -r FILE";

/** Why an attack has nothing to work on. */
export const texts = {
  missing(why: Missing): readonly [message: string, hint: string] {
    switch (why.kind) {
      case "no-packets":
        return ["this capture has no packets", fromTheBeginning];
      case "no-lines":
        return ["this capture has no line of a home-made layer", fromTheBeginning];
      case "in-the-clear":
        return ["this conversation is in the clear: there is nothing to break", "Read it: lab sniff -r FILE"];
      case "tls":
        return [`this conversation is ${why.version}: ${inTls[why.attack]}`, compareTls];
      case "other-recipe":
        return [`this conversation is under the recipe ${printable(why.recipe)}`, onlyFor[why.attack]];
      case "no-line":
        return [`${lines[why.line]}: begin capturing before the first client joins`, fromTheBeginning];
    }
  },
} as const;
