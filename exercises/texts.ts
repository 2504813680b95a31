/** Texts of the list of exercises for missing things. */
export const texts = {
  noSuchExercise: (number: string, last: number) => `There is no exercise ${number}: they go from 1 to ${last}.`,
  seeList: "See the list: lab exercise",
  notBuilt: (folder: string) => `The exercise ${folder} is not built yet.`,
  build: "Build it: npm run build",
  instructionsMissing: (path: string) => `The instructions ${path} are missing.`,
  getThemBack: "Get them back: git checkout exercises",
} as const;
