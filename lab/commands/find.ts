import { existsSync } from "node:fs";
import type { Command } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { print, printData } from "../../terminal/print.ts";
import { givenOption } from "../option-values.ts";
import { keyOptions, tellOnce } from "../sniff/key-options.ts";
import type { KeyOptions } from "../sniff/keys.ts";
import { help } from "./texts.ts";

interface Options extends KeyOptions {
  readonly live?: string;
  readonly filter?: string;
  readonly deviceIMayCapture?: string;
  readonly json?: true;
}

/** `lab find`: looks for the student's own words in captures, or live on the wire. */
export function define(command: Command): void {
  command
    .argument("<words>", help.find.words)
    .argument("[files...]", help.find.files)
    .option("--live <device>", help.find.live)
    .option("--filter <bpf>", help.find.filter)
    .option("--device-i-may-capture <name>", help.find.deviceIMayCapture)
    .option("--json", help.find.json);
  keyOptions(command)
    .addHelpText("after", help.find.examples)
    .action(async (text: string, files: string[], { live, deviceIMayCapture, ...options }: Options) => {
      const { texts } = await import("../../sniffer/observe/find/texts.ts");
      if (text === "") throw new LabError(texts.noWords, texts.noWordsHint, 2);
      if ((live === undefined) === (files.length === 0)) throw new LabError(texts.noFiles, texts.noWordsHint, 2);
      const [first] = files;
      if (first !== undefined && !existsSync(first) && existsSync(text)) {
        throw new LabError(texts.wordsFirst(text), texts.wordsFirstHint(first, text), 2);
      }
      const idle = givenOption({ filter: options.filter, deviceIMayCapture }, ["filter", "deviceIMayCapture"]);
      const { keylog, key, psk } = options;
      if (live !== undefined && (keylog ?? key ?? psk)) throw new LabError(texts.keysNotLive, texts.keysNotLiveHint, 2);
      if (live === undefined && idle) throw new LabError(texts.notLive(idle), texts.notLiveHint, 2);
      const say = (line: string) => (options.json ? printData(line) : print(line));
      if (live === undefined) {
        const { findInFiles } = await import("../../sniffer/observe/find/find-in-captures.ts");
        const { readUnlock } = await import("../sniff/keys.ts");
        const unlock = await readUnlock(options, tellOnce());
        process.exitCode = (await findInFiles(text, files, { ...options, say, unlock })) ? 0 : 1;
        return;
      }
      const { chooseDevice } = await import("../sniff/choose-device.ts");
      const { findLive } = await import("../../sniffer/observe/find/find-live.ts");
      const device = await chooseDevice(live, deviceIMayCapture);
      process.exitCode = (await findLive(text, device, { ...options, say })) ? 0 : 1;
    });
}
