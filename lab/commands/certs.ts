import type { Command } from "commander";
import { defineCa } from "./certs/ca.ts";
import { defineFetch } from "./certs/fetch.ts";
import { defineGallery } from "./certs/gallery.ts";
import { defineInit } from "./certs/init.ts";
import { defineKey } from "./certs/key.ts";
import { defineRequest } from "./certs/request.ts";
import { defineSelfSign } from "./certs/self-sign.ts";
import { defineShow } from "./certs/show.ts";
import { defineSign } from "./certs/sign.ts";
import { defineUnlock } from "./certs/unlock.ts";
import { defineVerify } from "./certs/verify.ts";

/** In the order of the lesson: each adds its arguments, options and action. */
const subcommands: readonly (readonly [name: string, define: (command: Command) => void])[] = [
  ["init", defineInit],
  ["key", defineKey],
  ["unlock", defineUnlock],
  ["request", defineRequest],
  ["self-sign", defineSelfSign],
  ["ca", defineCa],
  ["sign", defineSign],
  ["show", defineShow],
  ["verify", defineVerify],
  ["fetch", defineFetch],
  ["gallery", defineGallery],
];

/** `lab certs`: keys, requests and certificates; one file for each subcommand in certs/. */
export function define(command: Command): void {
  command.usage("SUBCOMMAND [OPTIONS]").helpCommand(false).showSuggestionAfterError();
  for (const [name, defineSubcommand] of subcommands) defineSubcommand(command.command(name));
}
