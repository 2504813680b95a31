/** The machines of the sandbox's small network, with their addresses. */
export const machines = { ana: "10.77.0.1", server: "10.77.0.2", mallory: "10.77.0.3" } as const;
export type Machine = keyof typeof machines;
export const machineNames = Object.keys(machines) as readonly Machine[];

/** The beginning of all addresses of that network, and its mask. */
export const machineNetwork = "10.77.0.";
export const machineMask = "/24";
/** The device of every machine besides its loopback. */
export const machineDevice = "eth0";

/** The environment variable with the machine of a program. */
export const machineVariable = "LAB_MACHINE";

/**
 * Set only for the process that keeps a machine open. It ends with the network, while other programs on a machine may
 * be left behind.
 */
export const keeperVariable = "LAB_MACHINE_KEEPER";

/** The machine of this process; undefined outside of them. */
export function ownMachine(): Machine | undefined {
  const name = process.env[machineVariable];
  return machineNames.find((one) => one === name);
}

/** The hosts file of a machine. Ana's is false: there, the server's name leads to mallory. */
export function hostsFile(machine: Machine): string {
  const address = (name: Machine) => machines[machine === "ana" && name === "server" ? "mallory" : name];
  const lines = machineNames.map((name) => `${address(name)}\t${name}`);
  return ["127.0.0.1\tlocalhost", "::1\tlocalhost", ...lines, ""].join("\n");
}
