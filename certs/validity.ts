import type { X509Certificate } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { texts } from "./texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;
/** How many days before its end the lab warns about a certificate. */
const WARNING_DAYS = 14;
/** Certificates begin a little in the past, for machines with slow clocks. */
const CLOCK_TOLERANCE = 60 * 60 * 1000;

/** From an hour ago to `days` from now. */
export function validity(now: Date, days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return {
    notBefore: new Date(now.getTime() - CLOCK_TOLERANCE),
    notAfter: new Date(now.getTime() + days * MILLISECONDS_A_DAY),
  };
}

/** Ten years; nothing in a class should last longer. */
const MAX_DAYS = 3650;

/** Reads a number of days from the command line. Throws LabError. */
export function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) throw new LabError(...texts.daysUnfit(text, MAX_DAYS), 2);
  return days;
}

/** Whole days until the certificate ends; negative after its end. */
function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor((certificateEnd(certificate).getTime() - now.getTime()) / MILLISECONDS_A_DAY);
}

/** A warning with the offer to renew, from 14 days before the end on. */
export function endingSoon(path: string, certificate: X509Certificate, now: Date): readonly string[] {
  const days = daysLeft(certificate, now);
  return days > WARNING_DAYS ? [] : [texts.endsSoon(path, certificateEnd(certificate), days)];
}

/** When a certificate ends. (In Node this is a Date only since 22.10.) */
export function certificateEnd(certificate: X509Certificate): Date {
  return new Date(certificate.validTo);
}
