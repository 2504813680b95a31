import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import {
  hostsFile,
  keeperVariable,
  type Machine,
  machineDevice,
  machineMask,
  machineNames,
  machines,
  machineVariable,
} from "./machines.ts";
import { machineMember } from "./member.ts";
import { sandboxShell } from "./shell.ts";
import { texts } from "./texts.ts";
import { holdLock, privateFolder, takeTurn } from "./turn.ts";
import { waitForShell } from "./wait-for-shell.ts";

/** The network's own process prints this when all machines are up. */
const READY = "ready";

/**
 * The network: a namespace with a bridge as a switch. Each machine is another namespace with a cable to it, a hosts
 * file, and a process that keeps it open. The network ends when no terminal holds its shared lock on the file.
 */
const networkScript = `
set -e
PATH="$PATH:/usr/sbin:/sbin"
lock=$1; folder=$2; shift 2
ip link set lo up
ip link add switch type bridge
ip link set switch up
kept=
trap 'kill $kept' EXIT
for machine in "$@"; do
  name=\${machine%%=*} address=\${machine#*=}
  ${machineVariable}=$name ${keeperVariable}=$name LAB_SANDBOX=1 unshare --net --mount --propagation private sh -c '
    mount --bind "$1" /etc/hosts && ip link set lo up && echo && exec sleep 2147483647' sh "$folder/hosts-$name" > "$folder/$name.up" &
  kept="$kept $!"
  tries=0
  while [ ! -s "$folder/$name.up" ]; do
    tries=$((tries + 1)); [ $tries -lt 200 ]; sleep 0.02
  done
  ip link add "to-$name" type veth peer name ${machineDevice} netns $!
  ip link set "to-$name" master switch up
  nsenter --net --target $! sh -c 'ip address add "$1" dev ${machineDevice} && ip link set ${machineDevice} up' sh "$address${machineMask}"
done
echo ${READY}
exec 1>&-
flock --exclusive "$lock" kill $kept`;

/**
 * Runs a shell, or this command, on one of three machines on a small network, without root. All terminals of a user
 * share the network; it ends with the last of them. Resolves to the exit code. Throws a LabError if the system forbids
 * it.
 */
export async function runMachine(machine: Machine, command: readonly string[]): Promise<number> {
  if (process.env.LAB_SANDBOX !== undefined) throw new LabError(texts.alreadyInside, texts.alreadyInsideHint);
  const fault = privateNamespaceFault();
  if (fault !== undefined) throw fault;
  const folder = privateFolder();
  if (folder === undefined) throw new LabError(texts.noPrivateFolder, texts.noPrivateFolderHint);
  const shell = sandboxShell(command, texts.machinePrompt(machine));
  const endTurn = await takeTurn();
  const lock = join(folder, "lab-machines.lock");
  const { failure, end: endPresence } = await holdLock(["--shared", lock]);
  if (failure !== undefined) throw failure instanceof Error ? failure : new LabError(texts.busy, texts.busyHint);
  try {
    if (machineMember(machine) === undefined) await openNetwork(folder, lock);
    endTurn();
    if (command.length === 0) printError(texts.onMachine(machine, machines));
    const inside = [
      ...[
        "nsenter",
        "--target",
        String(machineMember(machine)),
        "--user",
        "--net",
        "--mount",
        "--preserve-credentials",
      ],
      // Another mount namespace begins at its root.
      ...["--", "sh", "-c", 'cd "$0" && exec "$@"', process.cwd(), ...shell.command],
    ];
    const environment = { ...process.env, ...shell.environment, LAB_SANDBOX: "1", LAB_PRIVATE_NETWORK: "1" };
    const [program, ...rest] = inside;
    const child = spawn(program!, rest, { stdio: "inherit", env: { ...environment, [machineVariable]: machine } });
    return await waitForShell(child);
  } finally {
    endTurn();
    endPresence();
    shell.cleanUp();
  }
}

async function openNetwork(privately: string, lock: string): Promise<void> {
  const folder = join(privately, "lab-machines");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of machineNames) {
    writeFileSync(join(folder, `hosts-${name}`), hostsFile(name));
    writeFileSync(join(folder, `${name}.up`), "");
  }
  const places = machineNames.map((name) => `${name}=${machines[name]}`);
  const command = [
    "--user",
    "--map-root-user",
    "--net",
    "--",
    "sh",
    "-c",
    networkScript,
    "sh",
    lock,
    folder,
    ...places,
  ];
  const network = spawn("unshare", command, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let [said, troubles] = ["", ""];
  network.stderr.on("data", (text: Buffer) => {
    troubles += text.toString();
  });
  await new Promise<void>((resolve, reject) => {
    const fail = () => reject(new LabError(texts.noNetwork(lastLine(troubles)), texts.noNetworkHint));
    network.once("error", fail).once("close", fail);
    network.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      if (said.includes(READY)) resolve();
    });
  });
  network.stdout.destroy();
  network.stderr.destroy();
  network.unref();
}

const lastLine = (text: string) => printable(text.trim().split("\n").at(-1) ?? "");
