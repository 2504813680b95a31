import type { Classroom } from "./classroom.ts";
import { solve as solve01 } from "./solutions/solution-01.ts";
import { solve as solve02 } from "./solutions/solution-02.ts";
import { solve as solve03 } from "./solutions/solution-03.ts";

/** The reference solution of each exercise: runs the real commands, as the instructions quote them. */
export const solutions: Readonly<Record<number, (classroom: Classroom) => Promise<void>>> = {
  1: solve01,
  2: solve02,
  3: solve03,
};
