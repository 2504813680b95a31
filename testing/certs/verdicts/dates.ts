import { der } from "../../../certs/parse/write-der.ts";
import { inDays } from "../craft.ts";
import { generalizedTime, utcTime } from "../der-parts.ts";
import type { Change, Row } from "./row.ts";

const nextYear = String(new Date().getUTCFullYear() + 1);
const shortYear = nextYear.slice(2);
const past: Change = { notBefore: inDays(-20), notAfter: inDays(-10) };
const future: Change = { notBefore: inDays(10), notAfter: inDays(20) };

const ends = (label: string, notAfter: Buffer, fails?: string): Row => ({
  name: `a last day ${label}`,
  leaf: { notAfter },
  ...(fails === undefined ? {} : { fails }),
});
const impossible = (label: string, notAfter: Buffer): Row => ends(label, notAfter, "dates");

/** Validity: RFC 5280 section 4.1.2.5. */
export const dateRows: readonly Row[] = [
  { name: "expired", leaf: past, fails: "dates" },
  { name: "the CA in the middle expired", middle: past, fails: "dates" },
  { name: "the root expired", root: past, fails: "dates" },
  { name: "not yet valid", leaf: future, fails: "dates" },
  { name: "the CA in the middle not yet valid", middle: future, fails: "dates" },
  { name: "the root not yet valid", root: future, fails: "dates" },
  { name: "ends before it begins", leaf: { notBefore: inDays(5), notAfter: inDays(-5) }, fails: "dates" },
  ends("in 9999", generalizedTime("99991231235959Z")),
  ends("as GeneralizedTime before 2050", generalizedTime(`${nextYear}0131000000Z`)),
  ends("in 2049 as UTCTime", utcTime("491231235959Z")),
  ends("in 1950 as UTCTime", utcTime("500101000000Z"), "dates"),
  ends("on 29 February of a leap year", utcTime("480229000000Z")),
  impossible("on 29 February of another year", utcTime("470229000000Z")),
  impossible("on 30 February", utcTime("480230000000Z")),
  impossible("on 31 April", utcTime("480431000000Z")),
  impossible("in month 13", utcTime(`${shortYear}1301000000Z`)),
  impossible("in month 00", utcTime(`${shortYear}0001000000Z`)),
  impossible("on day 00", utcTime(`${shortYear}0100000000Z`)),
  impossible("on day 32", utcTime(`${shortYear}0132000000Z`)),
  impossible("at hour 24", utcTime(`${shortYear}0101240000Z`)),
  impossible("at hour 99", utcTime(`${shortYear}0101990000Z`)),
  impossible("at minute 60", utcTime(`${shortYear}0101006000Z`)),
  impossible("at second 60", utcTime(`${shortYear}0101000060Z`)),
  impossible("without seconds", utcTime(`${shortYear}01010000Z`)),
  impossible("with an offset", utcTime(`${shortYear}0101000000+0100`)),
  impossible("without Z", utcTime(`${shortYear}0101000000`)),
  impossible("with a small z", utcTime(`${shortYear}0101000000z`)),
  impossible("with a space", utcTime(`${shortYear}0101 00000Z`)),
  impossible("with letters", utcTime("tomorrow, ok?")),
  impossible("that is empty", utcTime("")),
  impossible("with four digits of the year as UTCTime", utcTime(`${nextYear}0101000000Z`)),
  impossible("as GeneralizedTime with a fraction", generalizedTime(`${nextYear}0101000000.5Z`)),
  impossible("as GeneralizedTime with .0", generalizedTime(`${nextYear}0101000000.0Z`)),
  impossible("as GeneralizedTime without Z", generalizedTime(`${nextYear}0101000000`)),
  impossible("as GeneralizedTime with an offset", generalizedTime(`${nextYear}0101000000+0100`)),
  impossible("as GeneralizedTime without seconds", generalizedTime(`${nextYear}01010000Z`)),
  impossible("as GeneralizedTime in month 13", generalizedTime(`${nextYear}1301000000Z`)),
  impossible("as GeneralizedTime with two digits of the year", generalizedTime(`${shortYear}0101000000Z`)),
  { name: "a last day of another type", leaf: { notAfter: der(0x0c, `${shortYear}0101000000Z`) }, fails: "readable" },
  { name: "a first day in month 13", leaf: { notBefore: utcTime("201301000000Z") }, fails: "dates" },
  { name: "a first day with a fraction", leaf: { notBefore: generalizedTime("20200101000000.5Z") }, fails: "dates" },
  {
    name: "the CA in the middle ends in month 13",
    middle: { notAfter: utcTime(`${shortYear}1301000000Z`) },
    fails: "dates",
  },
  { name: "the root ends in month 13", root: { notAfter: utcTime(`${shortYear}1301000000Z`) }, fails: "dates" },
];
