import { networkInterfaces } from "node:os";

/** A network device that libpcap knows. Its name is untrusted text. */
export interface Device {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly isLoopback: boolean;
}

/**
 * The devices of this machine, loopback first. If npm cap was not built: the system's devices with an address. Needs no
 * privileges.
 */
export async function listDevices(): Promise<readonly Device[]> {
  const devices = (await devicesOfCap()) ?? devicesOfSystem();
  return devices.sort((one, other) => Number(other.isLoopback) - Number(one.isLoopback));
}

/** The name of this machine's loopback device. */
export async function loopbackDevice(): Promise<string> {
  return (await listDevices()).find(({ isLoopback }) => isLoopback)?.name ?? "lo";
}

/** Why npm cap does not load, in one line that is not cleaned; undefined if it loads. */
export async function capFault(): Promise<string | undefined> {
  try {
    await import("cap");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}

async function devicesOfCap(): Promise<Device[] | undefined> {
  try {
    const { Cap } = (await import("cap")).default;
    return Cap.deviceList().map(({ name, addresses, flags }) => ({
      name,
      addresses: addresses.flatMap(({ addr }) => addr ?? []),
      isLoopback: flags === "PCAP_IF_LOOPBACK",
    }));
  } catch {
    return undefined; // `startLiveCapture` reports that it was not built.
  }
}

function devicesOfSystem(): Device[] {
  return Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    addresses: addresses.map(({ address }) => address),
    isLoopback: addresses.some(({ internal }) => internal),
  }));
}
