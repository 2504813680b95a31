/** The machines of the sandbox's small network, and where they are. */
export const machines = { ana: "10.77.0.1", server: "10.77.0.2", mallory: "10.77.0.3" } as const;
export type Machine = keyof typeof machines;
export const machineNames = Object.keys(machines) as readonly Machine[];

/** What all addresses of that network begin with, and its mask. */
export const machineNetwork = "10.77.0.";
export const machineMask = "/24";
/** The device that every machine has beside its loopback. */
export const machineDevice = "eth0";

/** The environment variable that tells a program on which machine it runs. */
export const machineVariable = "LAB_MACHINE";

/** Set only for the process that keeps a machine open: it ends with the network, while what runs on a machine may be left behind. */
export const keeperVariable = "LAB_MACHINE_KEEPER";

/** The machine that this process runs on; undefined outside of them. */
export function ownMachine(): Machine | undefined {
  const name = process.env[machineVariable];
  return machineNames.find((one) => one === name);
}

/** The hosts file of a machine. Ana's lies: there, the server's name leads to mallory. */
export function hostsFile(machine: Machine): string {
  const address = (name: Machine) => machines[machine === "ana" && name === "server" ? "mallory" : name];
  const lines = machineNames.map((name) => `${address(name)}\t${name}`);
  return ["127.0.0.1\tlocalhost", "::1\tlocalhost", ...lines, ""].join("\n");
}
