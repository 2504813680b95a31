import type { X509Certificate } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { texts } from "./texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;
/** How long before a certificate ends the lab begins to warn. */
const WARNING_DAYS = 14;
/** Certificates begin a little in the past, for students' machines whose clocks are slow. */
const CLOCK_TOLERANCE = 60 * 60 * 1000;

/** From an hour ago to `days` from now. */
export function validity(now: Date, days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return {
    notBefore: new Date(now.getTime() - CLOCK_TOLERANCE),
    notAfter: new Date(now.getTime() + days * MILLISECONDS_A_DAY),
  };
}

/** Ten years; nothing that a class makes should last longer. */
const MAX_DAYS = 3650;

/** Reads a number of days from the command line. Throws LabError. */
export function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) throw new LabError(...texts.daysUnfit(text, MAX_DAYS), 2);
  return days;
}

/** Whole days until the certificate ends; negative once it has. */
function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor((certificateEnd(certificate).getTime() - now.getTime()) / MILLISECONDS_A_DAY);
}

/** A warning with the offer to renew from 14 days before the end; nothing before. */
export function endingSoon(path: string, certificate: X509Certificate, now: Date): readonly string[] {
  const days = daysLeft(certificate, now);
  return days > WARNING_DAYS ? [] : [texts.endsSoon(path, certificateEnd(certificate), days)];
}

/** When a certificate ends. (Node has this as a Date only since 22.10.) */
export function certificateEnd(certificate: X509Certificate): Date {
  return new Date(certificate.validTo);
}
