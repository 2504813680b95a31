const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** Texts of the course's commands: the list, the instructions, checks, hints. The callers clean them. */
export const texts = {
  // Start and reset
  otherStudent: (name: string) => `This folder has the course of ${name}. A new start would replace it.`,
  ownFolder: "Work in a folder of your own, or start again: lab exercise start --student NAME --force",
  classKeyTooLong: (most: number) => `a class key has at most ${most} characters`,
  hello: (name: string, isNew: boolean) =>
    isNew ? `Hello, ${name}! Your course starts now.` : `Hello again, ${name}. Your progress is as you left it.`,
  startWith: (next: number) => `Your captures go to work/captures. Start with: lab exercise ${next}`,
  wasReset: (number: number) =>
    `Exercise ${number} starts again: the lab has forgotten its hints, answers and predictions, and old captures do not count. Your files are still there.`,

  // The page of the course: its table
  pageHead: ["number", "exercise", "minutes", "you need"],

  // The list
  listTitle: (name: string | undefined) => `The course${name === undefined ? "" : ` of ${name}`}`,
  states: { done: "done", gone: "proof gone", started: "started", open: "open" },
  minutes: (count: number) => `${count} min`,
  hintsUsed: (count: number) => plural(count, "hint"),
  readyMade: "ready-made",
  progressBar: (done: number, all: number) => `${done} of ${all} done`,
  proofGone: (number: number) =>
    `Exercise ${number} was done, and its proof has changed or is gone: lab check ${number}`,
  listNext: (next: number) => `Next: lab exercise ${next} (the instructions)`,
  courseDone: "All done. ¡Enhorabuena!",

  // The instructions
  afterInstructions: (number: number) =>
    `When you have done it: lab check ${number}      Need help? lab hint ${number}`,

  // Predictions
  predictTitle: "Predict, before you look",
  predictWhy: "What do you expect? You learn most from a wrong prediction.",
  predictWith: "Answer each with one of its words:",
  later: "(Enter: not now)",
  notOfThese: (choices: readonly string[]) => `Type one of these: ${choices.join(", ")}`,
  noted: (choice: string) => `saved: ${choice}`,
  predictionsSoFar: "Your predictions (you see the results when the exercise is done)",
  predictionsFound: "Your predictions, and what you found",
  predicted: (choice: string) => `you said: ${choice}`,
  notPredicted: "no prediction",
  found: (choice: string) => `found: ${choice}`,
  lookedFirst: "you looked first",
  predictFirst: (number: number) => `Predict before you look: lab exercise ${number}`,

  // Checks
  checkTitle: (number: number, title: string) => `Exercise ${number}: ${title}`,
  proved: "✓ yes",
  failed: "✗ not yet",
  waits: "· waits",
  where: "where",
  next: "next",
  why: "Why it worked",
  tryNext: "What to try next",
  passedAll: (number: number) => `Exercise ${number} is done. ¡Muy bien!`,
  notPassed: (proved: number, all: number, number: number) =>
    `${proved} of ${plural(all, "claim")} ${all === 1 ? "is" : "are"} proved. A hint, if you want one: lab hint ${number}`,
  thenNext: (next: number | undefined) =>
    next === undefined ? "That was the last one. ¡Enhorabuena!" : `Next: lab exercise ${next}`,
  allDone: "All exercises are done. To check one again: lab check NUMBER",
  watching: (number: number) =>
    `\nWatching work/ for exercise ${number}: the lab checks it again when a file changes. Ctrl-C ends it.`,
  allNotOne: "lab check --all checks every exercise, so it takes no number and no answers",
  oneOrAll: "Check one: lab check NUMBER   Or all: lab check --all",
  places: (file: string, packets: readonly number[]) =>
    packets.length === 0 ? file : `${packets.length === 1 ? "packet" : "packets"} ${packets.join(", ")} of ${file}`,
  provedOf: (proved: number, all: number) => `${proved} of ${plural(all, "claim")}`,

  // Hints
  hint: (shown: number, all: number) => `Hint ${shown} of ${all}`,
  noMoreHints: (number: number) => `That was the last hint. See all of them again: lab hint ${number} --all`,
  moreHints: (number: number, left: number) => `${plural(left, "more hint")}: lab hint ${number}`,
  noHintsYet: (number: number) => `You have not asked for a hint yet: lab hint ${number}`,

  // A new exercise
  badExerciseName: (name: string) => `"${name}" cannot be the name of an exercise`,
  exerciseNameExample: "Use small letters, digits and -, for example: lab exercise new a-lost-key",
  exerciseExists: (folder: string) => `There is an exercise ${folder} already.`,
  chooseAnother: "Choose another name.",
  noSources: "A new exercise goes into the lab's source code, and it is not here.",
  cloneFirst: "Clone the lab with git, and do it there.",
  exerciseMade: (files: readonly string[]) => `made ${files.join("\n     ")}`,
  exerciseNext: (number: number) =>
    [
      "Now write them. See the result: npm run build && lab exercise",
      `Test it: npx vitest run exercises/course.test.ts -t 'exercise ${number},'`,
      "If you change the title, the time or the needs, run: LAB_UPDATE_DOCS=1 npx vitest run exercises/course.test.ts -t page",
    ].join("\n"),
} as const;
