import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { attackerCertificate } from "../mitm/attacker-certificate.ts";
import { type Change, changeWords } from "../mitm/changes.ts";
import type { MitmEvent } from "../mitm/events.ts";
import { openProxy } from "../mitm/proxy.ts";

/** One person's way to the server, on which an attacker may be. */
export interface AttackedWay {
  /** The person connects to this port instead of the server's. */
  readonly port: number;
  readonly isAttacked: boolean;
  /** Adds or removes the attacker. Open connections are cut, so that the person connects again. */
  toggle(): void;
  close(): void;
}

export interface AttackedWayOptions {
  readonly serverPort: number;
  /** A server address that only this way uses, with or without the attacker: this leg is not captured. */
  readonly serverAddress: string;
  /** The server's certificate, PEM; the attacker imitates it. */
  readonly certFile: string;
  readonly changes: readonly Change[];
  readonly onEvent: (event: MitmEvent) => void;
}

/** Opens a way to the server. It passes every byte on unchanged, until the attacker is added. */
export async function openAttackedWay(options: AttackedWayOptions): Promise<AttackedWay> {
  const { serverPort, serverAddress, certFile, changes, onEvent } = options;
  const certificate = new X509Certificate(readFileSync(certFile)).raw;
  const { identity } = await attackerCertificate(certificate, { kind: "self-signed" });
  const proxy = await openProxy({
    hosts: ["127.0.0.1"],
    port: 0,
    target: { host: "localhost", address: serverAddress, port: serverPort, isHere: true },
    identity,
    strip: false,
    change: changeWords(changes),
    onEvent,
  });
  let isAttacked = false;
  const open = new Set<Socket>();
  const cut = () => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const way = createServer((person) => {
    const next = isAttacked ? connect(proxy.port, "127.0.0.1") : connect(serverPort, serverAddress);
    for (const [socket, other] of [
      [person, next],
      [next, person],
    ] as const) {
      open.add(socket);
      socket.setNoDelay().on("error", () => other.destroy());
      socket.on("close", () => open.delete(socket));
      socket.pipe(other);
    }
  }).listen(0, "127.0.0.1");
  await once(way, "listening");
  return {
    port: (way.address() as AddressInfo).port,
    get isAttacked() {
      return isAttacked;
    },
    toggle: () => {
      isAttacked = !isAttacked;
      cut();
    },
    close: () => {
      way.close();
      cut();
      proxy.close();
    },
  };
}
