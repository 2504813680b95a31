import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** A network device that libpcap knows. Names and descriptions are untrusted text. */
export interface Device {
  readonly name: string;
  readonly description: string | undefined;
  readonly addresses: readonly string[];
  readonly isLoopback: boolean;
}

/** The devices of this machine, loopback first. Needs no privileges. Throws a `LabError` where npm cap was not built. */
export async function listDevices(): Promise<readonly Device[]> {
  return (await capDevices())
    .map(({ name, description, addresses, flags }) => ({
      name,
      description,
      addresses: addresses.flatMap(({ addr }) => addr ?? []),
      isLoopback: flags === "PCAP_IF_LOOPBACK",
    }))
    .sort((one, other) => Number(other.isLoopback) - Number(one.isLoopback));
}

async function capDevices() {
  try {
    const { Cap } = (await import("cap")).default;
    return Cap.deviceList();
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw new LabError(texts.capNotBuilt(printable(why)), texts.doctorHint);
  }
}
