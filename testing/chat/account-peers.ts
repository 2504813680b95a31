import { connectByHand, type LinePeer } from "./line-peer.ts";

/**
 * People who type by hand. Each connection has its own address, so that one test does not use up the limits of another.
 */
export class AccountPeers {
  private readonly network: string;
  private readonly peers: LinePeer[] = [];
  private host = 1;

  /** `network` is the first three numbers of the addresses. */
  constructor(network: `127.${string}`) {
    this.network = network;
  }

  connect(port: number, { plain = false } = {}): LinePeer {
    this.host += 1;
    const peer = connectByHand(port, { localAddress: `${this.network}.${this.host}`, plain });
    this.peers.push(peer);
    return peer;
  }

  endAll(): void {
    for (const peer of this.peers.splice(0)) peer.end();
  }
}

export async function register(
  peer: LinePeer,
  name: string,
  password: string,
  { again = password, email = `${name}@clase.example` } = {},
): Promise<void> {
  peer.type(`/register ${name} ${email}`);
  await peer.hears("? password");
  peer.type(password);
  await peer.hears("? again");
  peer.type(again);
  await peer.hears(`# registered: ${name}`);
}

/** Types name and password; resolves to the server's answer. */
export async function logIn(peer: LinePeer, name: string, password: string): Promise<string> {
  peer.type(name);
  await peer.hears("? password");
  peer.type(password);
  return peer.hears("");
}
