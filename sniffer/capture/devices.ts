/** A network device that libpcap knows. Names and descriptions are untrusted text. */
export interface Device {
  readonly name: string;
  readonly description: string | undefined;
  readonly addresses: readonly string[];
  readonly isLoopback: boolean;
}

/** The devices of this machine, loopback first. Needs no privileges. Throws where npm cap was not built. */
export async function listDevices(): Promise<readonly Device[]> {
  const { Cap } = (await import("cap")).default;
  return Cap.deviceList()
    .map(({ name, description, addresses, flags }) => ({
      name,
      description,
      addresses: addresses.flatMap(({ addr }) => addr ?? []),
      isLoopback: flags === "PCAP_IF_LOOPBACK",
    }))
    .sort((one, other) => Number(other.isLoopback) - Number(one.isLoopback));
}
