import { printable } from "../../../terminal/printable.ts";
import type { Attack, Missing, Needed } from "./missing.ts";

const fromTheBeginning = "Start the sniffer before the first client joins: lab sniff lo -w work/captures/layers.pcap";

const lines: Readonly<Record<Needed, string>> = {
  access: "no access hash in this capture",
  "private-key": "no encrypted private key in this capture",
  keys: "no encrypted key in this capture",
  token: "no encrypted message in this capture",
  streamed: "no RC4 message in this capture",
};

const onlyFor: Readonly<Record<Attack, string>> = {
  hash: "It sends no hash: the access key crosses inside the encryption.",
  rc4: "It sends no private key under RC4.",
  reversed: "This attack is for `reversed`, where the server encrypts with its private key.",
  clock: "This attack is for `clock`, where the server makes the key from its start time.",
  xor: "This attack is for `stream`, where each message uses the keystream from its start.",
  flip: "This attack is for `stream`: other recipes authenticate each message, so no client accepts a changed one.",
  replay: "Each line there has an authenticated number: if a line arrives twice, the connection ends.",
};

/** Why an attack does not work on TLS. */
const inTls: Readonly<Record<Attack, string>> = {
  hash: "no hash of an access key crosses the wire. Both sides make a new key for each connection",
  rc4: "no private key crosses the wire, encrypted or not. The server's private key never leaves the server",
  reversed: "the server's private key encrypted nothing. It only signs",
  clock: "its keys come from random numbers, not from the time",
  xor: "each record has its own number, so no keystream is used twice",
  flip: "each record has a tag. If one bit is changed, the receiver ends the connection (bad_record_mac)",
  replay: "each record is authenticated with its number, under the keys of its own connection (bad_record_mac)",
};
const compareTls = "See what is readable: lab sniff -r FILE";

/** Why an attack cannot start. */
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
        return [`this conversation uses the recipe ${printable(why.recipe)}`, onlyFor[why.attack]];
      case "no-line":
        return [`${lines[why.line]}: the capture must begin before the first client joins`, fromTheBeginning];
    }
  },
} as const;
