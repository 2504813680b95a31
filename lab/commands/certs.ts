import type { Command } from "commander";
import { defineInit } from "./certs/init.ts";

/** `lab certs`: keys, requests and certificates; one file a subcommand in certs/. */
export function define(command: Command): void {
  command.usage("SUBCOMMAND [OPTIONS]").helpCommand(false);
  defineInit(command.command("init"));
}
