/** Texts about the student, the stored progress, and answers. The callers clean them. */
export const texts = {
  // The student
  notAName: (typed: string, most: number) =>
    `"${typed}" is not a name: use letters, digits, spaces and . - _ ', at most ${most} characters`,
  nameExample: "For example: lab exercise start --student ana",
  notBegun: "You have not started the course in this folder.",
  howToBegin:
    "Start it with your own name: lab exercise start --student NAME\nDid you do that in another folder? Go back there with cd.",
  begunElsewhere: (folder: string) => `You started it in another folder. Go there: cd ${folder}`,

  // The file of progress
  setAside: (path: string, aside: string) =>
    `${path} is damaged (cut off, or edited). Its new name is ${aside}, and the course starts again.`,
  notAFile: (path: string) => `${path} is not an ordinary file`,
  lookAtFile: (path: string) => `See what it is, and remove it: ls -ld ${path}`,
  tooLarge: (path: string, most: string) => `${path} is larger than ${most}: the lab did not write this file`,
  unreadable: (path: string, reason: string) => `${path} cannot be read: ${reason}`,
  lookWhose: (path: string) => `See whose it is: ls -l ${path}`,
  deadLink: (path: string) => `${path} is a link to a folder that does not exist`,
  removeLink: (path: string) => `See where it leads: ls -ld ${path}   Then remove it: rm ${path}`,
  busy: (path: string) => `another lab command is still using ${path}`,
  removeLock: (lock: string) => `Wait until it ends. If no other lab command is running: rm ${lock}`,

  // Answers as they are typed
  notAnAnswer: (typed: string) => `"${typed}" is not an answer: an answer is NAME=VALUE.`,
  answerExample: (number: number, name: string) => `For example: lab check ${number} ${name}=VALUE`,
  answerTooLong: (name: string, most: number) => `the answer to ${name} is too long: at most ${most} characters`,
  answersTooLong: (most: number) => `these answers are too long: at most ${most} characters`,
  asksNothing: "This exercise has no questions: lab check alone is enough.",
  noSuchQuestion: (number: number, name: string) => `Exercise ${number} has no question ${name}.`,
  itAsks: (names: readonly string[]) => `Its questions: ${names.join(", ")}`,
  notAChoice: (name: string, typed: string) => `"${typed}" is not a choice for ${name}.`,
  choices: (name: string, choices: readonly string[]) =>
    `Choose one: ${choices.map((one) => `${name}=${one}`).join("  ")}`,
} as const;
