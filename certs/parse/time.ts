import { DerError, type DerValue, tags } from "./der.ts";

/**
 * A date of a certificate, RFC 5280 section 4.1.2.5: UTCTime (1950 to 2049) or GeneralizedTime, to the second, in UTC,
 * without a fraction. An Invalid Date if the date does not exist: a month 13, a 30 February, an hour 24. (`Date` alone
 * would continue in the next month.)
 */
export function readTime({ tag, contents }: DerValue): Date {
  if (tag !== tags.utcTime && tag !== tags.generalizedTime) throw new DerError("another structure");
  const text = Buffer.from(contents).toString("latin1");
  const digits = tag === tags.generalizedTime ? text : `${text < "5" ? "20" : "19"}${text}`;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  return !Number.isNaN(date.getTime()) && date.toISOString() === iso ? date : new Date(Number.NaN);
}
