/**
 * Stands between a gateway and its Daemon, and before every Node that the Daemon names: the ports in redirects and in replies
 * to `start` are exchanged for ports of its own, so that both links can be harmed.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ChaosConnection, ChaosLane } from './chaos-lane.js';

const HOST = '127.0.0.1';
/** Where the Daemon tells the port of a Node: a redirect, and the reply to start. */
const namedPort = /("opcode": "redirect", "payload": \{"port":|"redirectUiPort":)(\d+)/;

/** A proxy before one Daemon port. */
export class ChaosProxy {
  readonly daemon = new ChaosLane();
  readonly node = new ChaosLane();
  readonly #daemonGate: PortGate;
  /** The Node's own port → the gate before it. */
  readonly #nodeGates = new Map<number, PortGate>();
  #closed = false;

  private constructor(daemonPort: number) {
    this.#daemonGate = new PortGate(daemonPort, this.daemon, (text) => this.#renamed(text));
  }

  static async open(daemonPort: number): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(daemonPort);
    await proxy.#daemonGate.listen();
    return proxy;
  }

  /** What a gateway takes for the Daemon's port. */
  get port(): number {
    return this.#daemonGate.port;
  }

  /** Nobody listens there any more; connections that are open stay. */
  async refuse(hop: 'daemon' | 'node'): Promise<void> {
    await Promise.all(this.#gates(hop).map((gate) => gate.refuse()));
  }

  /** Connections are taken again, on the same ports. */
  async accept(hop: 'daemon' | 'node'): Promise<void> {
    await Promise.all(this.#gates(hop).map((gate) => gate.listen()));
  }

  /** No fault any more. */
  async calm(): Promise<void> {
    this.daemon.calm();
    this.node.calm();
    await Promise.all([this.accept('daemon'), this.accept('node')]);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.daemon.calm();
    this.node.calm();
    this.daemon.reset();
    this.node.reset();
    await Promise.all([this.refuse('daemon'), this.refuse('node')]);
  }

  #gates(hop: 'daemon' | 'node'): readonly PortGate[] {
    return hop === 'daemon' ? [this.#daemonGate] : [...this.#nodeGates.values()];
  }

  async #renamed(text: string): Promise<string> {
    const port = namedPort.exec(text)?.[2];
    if (port === undefined || this.#closed) return text;
    const ours = await this.#gateBefore(Number(port));
    return text.replace(namedPort, (_all, before: string) => `${before}${ours}`);
  }

  async #gateBefore(port: number): Promise<number> {
    const known = this.#nodeGates.get(port);
    if (known !== undefined) return known.port;
    const gate = new PortGate(
      port,
      this.node,
      (text) => Promise.resolve(text),
      () => {
        this.#nodeGates.delete(port);
      },
    );
    this.#nodeGates.set(port, gate);
    await gate.listen();
    return gate.port;
  }
}

/** One listening port before one of a peer. */
class PortGate {
  readonly #peerPort: number;
  readonly #lane: ChaosLane;
  readonly #rewrite: (text: string) => Promise<string>;
  readonly #onDead: (() => void) | undefined;
  #server: Server | undefined;
  #port = 0;

  /** @param onDead told once where nobody listens behind it; the gate then refuses, as the dead peer does */
  constructor(
    peerPort: number,
    lane: ChaosLane,
    rewrite: (text: string) => Promise<string>,
    onDead?: () => void,
  ) {
    this.#peerPort = peerPort;
    this.#lane = lane;
    this.#rewrite = rewrite;
    this.#onDead = onDead;
  }

  get port(): number {
    return this.#port;
  }

  async listen(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ allowHalfOpen: true }, (client) => this.#welcome(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, HOST, resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Stops listening; resolves when the port refuses. */
  refuse(): Promise<void> {
    this.#server?.close(); // stops listening at once; the connections' end is not waited for
    this.#server = undefined;
    return Promise.resolve();
  }

  #welcome(client: Socket): void {
    if (this.#lane.resets) {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port: this.#peerPort, host: HOST, allowHalfOpen: true });
    const connection = new ChaosConnection(this.#lane, client, server, this.#rewrite);
    let reached = false;
    server.once('connect', () => {
      reached = true;
    });
    server.once('close', () => {
      if (client.destroyed) return;
      if (!reached) this.#dead(connection);
      else
        void this.#isDead().then((dead) => (dead ? this.#dead(connection) : connection.peerGone()));
    });
  }

  #dead(connection: ChaosConnection): void {
    if (this.#onDead !== undefined) {
      void this.refuse();
      this.#onDead();
    }
    connection.peerGone();
  }

  /** Asks only behind a Node: a Daemon comes back on its port, a Node does not. */
  #isDead(): Promise<boolean> {
    if (this.#onDead === undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      const look = connect(this.#peerPort, HOST);
      look.once('connect', () => {
        look.destroy();
        resolve(false);
      });
      look.once('error', () => resolve(true));
    });
  }
}
