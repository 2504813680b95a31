/** What the server says, apart from its refusals. Names have been checked by the caller. */
export const texts = {
  typeYourName: "type your name and press Enter",
  askForLayers: "this server has home-made layers: type ~ layers and press Enter",
  alreadyYourName: (name: string) => `you are already called ${name}`,
  moreUsers: (more: number) => `and ${more} more`,
  sayTheWord: (word: string, seconds: number) =>
    `type this on your other connection within ${seconds} seconds: /move ${word}`,
  isItStill: (name: string) =>
    `someone asks for the name ${name}, from the address that ${name} had before /move. Is this ${name} still the same person?`,
  goodbye: "goodbye",
  serverCloses: "the server is closing. Goodbye",
} as const;
