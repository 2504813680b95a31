/** What a client says about home-made layers. Words from outside have been cleaned by the caller. */
export const texts = {
  noLayers: "this server has no home-made layers",
  startLayers: "Start one with layers: lab server --layers chain",
  unknownRecipe: (recipe: string) => `the server has layers that this client does not know: ${recipe}`,
  sameVersion: "Client and server must be of the same version of the lab: lab --version",
  otherRecipe: (recipe: string, wanted: string) =>
    `you asked for the recipe ${wanted}, but the server offers ${recipe}`,
  attackerCould: "An attacker in the middle could do this. Ask the operator.",
  keysDoNotOpen: "the server accepted you, but this access key does not decrypt its keys",
  passTheHash: "With only the hash you can join, but you cannot read. Ask the operator for the access key.",
  notGenuine: "the connection was closed: a line was changed, repeated or left out",

  wouldBeClear: "not sent: /me and /msg would be in the clear here",
  tooLongSealed: (length: number, most: number) =>
    `not sent: after encryption this line has ${length} bytes, and a line has at most ${most}`,
  doesNotOpen: (name: string, count: number) =>
    `a message with the name ${name} cannot be decrypted: it was cut, changed, or is from another session (${count} so far)`,
  wrongMd5: (name: string, count: number) =>
    `a message with the name ${name} has the wrong MD5: it was changed (${count} so far)`,
  inTheClear: (line: string) => `in the clear, not through the layers: ${line}`,
};
