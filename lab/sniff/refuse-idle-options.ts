import { LabError } from "../../terminal/lab-error.ts";
import type { SniffOptions } from "./options.ts";
import { texts } from "./texts.ts";

/** Throws a LabError for an option that has no effect with the others: no option is silently ignored. */
export function refuseIdleOptions(device: string | undefined, options: SniffOptions): void {
  const { read, write, force, json, text, hex, summary, where, connection, filter, deviceIMayCapture } = options;
  const isFile = read !== undefined;
  const idle: readonly (readonly [boolean, string, string])[] = [
    [isFile && device !== undefined, texts.deviceAndFile, texts.deviceAndFileHint],
    [isFile && filter !== undefined, texts.filterOfFile, texts.filterOfFileHint],
    [isFile && deviceIMayCapture !== undefined, texts.deviceAndFile, texts.deviceAndFileHint],
    [
      !isFile && device === undefined && deviceIMayCapture === undefined && hasAny(options),
      texts.noSource,
      texts.noSourceHint,
    ],
    [force === true && write === undefined, texts.forceOfNothing, texts.forceOfNothingHint],
    [json === true && text === true, texts.jsonAndText, texts.jsonAndTextHint],
    [hex === true && !json, texts.hexWithoutJson, texts.hexWithoutJsonHint],
    [
      summary === true && (hex === true || where !== undefined || connection !== undefined),
      texts.summaryOfAll,
      texts.summaryOfAllHint,
    ],
  ];
  const first = idle.find(([isIdle]) => isIdle);
  if (first !== undefined) throw new LabError(first[1], first[2], 2);
}

function hasAny(options: SniffOptions): boolean {
  return Object.keys(options).length > 0;
}
