import { listDevices } from "../../sniffer/capture/devices.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** The devices as a list for people, loopback first. */
export async function deviceList(): Promise<string> {
  const devices = await listDevices();
  const width = Math.max(...devices.map(({ name }) => name.length));
  const lines = devices.map((device) => {
    const { name, addresses, isLoopback } = device;
    const line = `  ${printable(name).padEnd(width)}  ${isLoopback ? texts.loopback : texts.other}`;
    const known = addresses.join(" ");
    return `${line.length + known.length > 78 ? `${line}\n${" ".repeat(width + 2)}` : line}  ${known}`.trimEnd();
  });
  const loopback = devices.find(({ isLoopback }) => isLoopback)?.name ?? "lo";
  return [texts.devicesHead, ...lines, texts.devicesFoot(printable(loopback))].join("\n");
}

/**
 * The device for the capture. "lo" is the loopback, whatever the system calls it. Any other device needs `consent`: its
 * name in --device-i-may-capture. Throws a LabError without it.
 */
export async function chooseDevice(name: string | undefined, consent: string | undefined): Promise<string> {
  if (name !== undefined && consent !== undefined && name !== consent)
    throw new LabError(texts.twoDevices, texts.noDeviceHint, 2);
  const wanted = name ?? consent!;
  const devices = await listDevices();
  const device =
    devices.find((one) => one.name === wanted) ?? devices.find(({ isLoopback }) => wanted === "lo" && isLoopback);
  if (device === undefined) throw new LabError(texts.noDevice(printable(wanted)), texts.noDeviceHint);
  if (!device.isLoopback && consent === undefined) {
    throw new LabError(texts.consent(device.name), texts.consentHint(device.name));
  }
  return device.name;
}
