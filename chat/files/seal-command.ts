/** A line to seal, as it is typed: to whom, and the text. */
export const sealCommand = /^\/(?:seal|sellar)(?:\s+(\S+)(?:\s+(.+))?)?$/su;
