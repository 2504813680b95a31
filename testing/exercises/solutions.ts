import { solve as solve01 } from "../../exercises/01-talk-in-the-clear/solution.ts";
import { solve as solve02 } from "../../exercises/02-eavesdrop/solution.ts";
import { solve as solve03 } from "../../exercises/03-frames-packets-segments/solution.ts";
import { solve as solve04 } from "../../exercises/04-by-hand/solution.ts";
import { solve as solve05 } from "../../exercises/05-key-request-certificate/solution.ts";
import { solve as solve06 } from "../../exercises/06-names-and-trust/solution.ts";
import { solve as solve07 } from "../../exercises/07-turn-on-tls/solution.ts";
import { solve as solve08 } from "../../exercises/08-compare/solution.ts";
import { solve as solve09 } from "../../exercises/09-the-handshake/solution.ts";
import { solve as solve10 } from "../../exercises/10-lengths-talk/solution.ts";
import type { Classroom } from "./classroom.ts";

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
