import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What a relay does to packets. Shares from 0 to 1, times in ms. */
export interface Impairment {
  readonly loss: number;
  readonly delayMs: number;
  /** Random addition to the delay, from 0 to this; it lets packets overtake each other. */
  readonly jitterMs: number;
  readonly duplicate: number;
}

export const unimpaired: Impairment = { loss: 0, delayMs: 0, jitterMs: 0, duplicate: 0 };

interface UdpRelayOptions {
  readonly to: { readonly address: string; readonly port: number };
  /** Where to listen; undefined: a free port of loopback. */
  readonly at?: { readonly address: string; readonly port: number };
  /** Sees each packet from the server that the path lets through; true: the relay does not pass it on. */
  readonly takes?: (packet: Buffer) => boolean;
  readonly random?: () => number;
}

interface Flow {
  readonly near: RemoteInfo;
  far: Socket;
  /** True: no impairment applies to this flow. */
  spared: boolean;
}

/** Large enough for what a room sends while a busy process pauses, in bytes. */
const bufferBytes = 2 * 1024 * 1024;

/** A UDP relay before a server. Like a NAT, it has one port at the server for each client. */
export class UdpRelay {
  readonly #options: UdpRelayOptions;
  readonly #near: Socket;
  readonly #flows = new Map<string, Flow>();
  readonly #random: () => number;
  #path: 'open' | 'hole' | 'closed' = 'open';
  #impairment: Readonly<Record<'up' | 'down', Impairment>> = { up: unimpaired, down: unimpaired };
  /** Packets that the relay dropped on purpose. */
  lost = 0;

  private constructor(options: UdpRelayOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#near = createSocket('udp4');
    this.#near.on('message', (packet, from) => this.#fromClient(packet, from));
    this.#near.on('error', () => undefined);
  }

  static async listen(options: UdpRelayOptions): Promise<UdpRelay> {
    const relay = new UdpRelay(options);
    const { address, port } = options.at ?? { address: '127.0.0.1', port: 0 };
    relay.#near.bind(port, address);
    await once(relay.#near, 'listening');
    return relay;
  }

  get port(): number {
    return this.#near.address().port;
  }

  /** Impairs packets to the server (`up`) and from it (`down`) from now on. */
  impair(up: Impairment, down: Impairment = up): void {
    this.#impairment = { up, down };
  }

  /** `hole`: drops everything until `open`. */
  set(path: 'open' | 'hole'): void {
    if (this.#path !== 'closed') this.#path = path;
  }

  /** The present clients belong to another member: later changes do not apply to them. */
  spare(): void {
    for (const flow of this.#flows.values()) flow.spared = true;
  }

  /** Gives every client another address at the server; packets to the old one are lost. */
  rebind(): void {
    for (const flow of this.#flows.values()) {
      if (flow.spared) continue;
      flow.far.close();
      flow.far = this.#open(flow);
    }
  }

  close(): void {
    if (this.#path === 'closed') return;
    this.#path = 'closed';
    this.#near.close();
    for (const { far } of this.#flows.values()) far.close();
    this.#flows.clear();
  }

  #fromClient(packet: Buffer, from: RemoteInfo): void {
    const key = `${from.address}:${from.port}`;
    const flow = this.#flows.get(key) ?? this.#begin(key, from);
    const { far, spared } = flow;
    const { address, port } = this.#options.to;
    const send = () => far.send(packet, port, address);
    if (spared) send();
    else this.#pass('up', send);
  }

  #begin(key: string, near: RemoteInfo): Flow {
    // The socket's listener needs the flow that it belongs to.
    const flow: Flow = { near, far: this.#near, spared: false };
    flow.far = this.#open(flow);
    this.#flows.set(key, flow);
    return flow;
  }

  #open(flow: Flow): Socket {
    const far = createSocket({ type: 'udp4', recvBufferSize: bufferBytes });
    far.on('error', () => undefined);
    far.on('message', (packet) => {
      const send = () => {
        if (!this.#options.takes?.(packet)) this.#near.send(packet, flow.near.port, flow.near.address);
      };
      if (flow.spared) send();
      else this.#pass('down', send);
    });
    far.bind(0, this.#options.to.address.startsWith('127.') ? '127.0.0.1' : '0.0.0.0');
    return far;
  }

  #pass(direction: 'up' | 'down', send: () => void): void {
    if (this.#path !== 'open') return;
    const { loss, delayMs, jitterMs, duplicate } = this.#impairment[direction];
    if (loss > 0 && this.#random() < loss) return void (this.lost += 1);
    const times = duplicate > 0 && this.#random() < duplicate ? 2 : 1;
    for (let copy = 0; copy < times; copy += 1) {
      const delay = delayMs + jitterMs * this.#random();
      if (delay === 0) send();
      else setTimeout(() => this.#path === 'open' && send(), delay);
    }
  }
}
