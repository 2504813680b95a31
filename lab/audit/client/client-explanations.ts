import { caseTexts } from "../../../certs/gallery/texts.ts";
import type { Explanation } from "../finding.ts";
import { fixTexts, particularTexts } from "./explanation-texts.ts";
import { type ClientCode, codeOf, type ShownCase } from "./shown-cases.ts";

/** The explanation of each finding about a client. The gallery explains what is wrong with the certificate. */
export const clientExplanations = Object.fromEntries(
  (Object.keys(particularTexts) as ShownCase[]).map((name) => {
    const means = caseTexts[name]!.wrong;
    const fix = name === "no-san" ? { ...fixTexts.all, ...fixTexts.noSan } : fixTexts.all;
    return [codeOf(name), { means, fix, ...particularTexts[name] }];
  }),
) as Readonly<Record<ClientCode, Explanation>>;
