import type { Classroom } from "./classroom.ts";
import { solve as solve01 } from "./solutions/solution-01.ts";
import { solve as solve02 } from "./solutions/solution-02.ts";
import { solve as solve03 } from "./solutions/solution-03.ts";
import { solve as solve04 } from "./solutions/solution-04.ts";
import { solve as solve05 } from "./solutions/solution-05.ts";
import { solve as solve06 } from "./solutions/solution-06.ts";
import { solve as solve07 } from "./solutions/solution-07.ts";
import { solve as solve08 } from "./solutions/solution-08.ts";
import { solve as solve09 } from "./solutions/solution-09.ts";
import { solve as solve10 } from "./solutions/solution-10.ts";

/** The reference solution of each exercise: runs the real commands, as the instructions quote them. */
export const solutions: Readonly<Record<number, (classroom: Classroom) => Promise<void>>> = {
  1: solve01,
  2: solve02,
  3: solve03,
  4: solve04,
  5: solve05,
  6: solve06,
  7: solve07,
  8: solve08,
  9: solve09,
  10: solve10,
};
