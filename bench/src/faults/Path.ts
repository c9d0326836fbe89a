import { TcpRelay } from '../relay/TcpRelay.ts';
import { type Impairment, UdpRelay } from '../relay/UdpRelay.ts';

/** The address that the server announces to browsers. This path listens there, before the server. */
export const announced = '127.0.0.2';
const serverHost = '127.0.0.1';

interface PathOptions {
  /** Port of pages and signalling. */
  readonly pages: number;
  readonly media: readonly number[];
}

/** All traffic between some browsers and the server: pages and signalling, and media over UDP and TCP. */
export class Path {
  /** Pages and signalling of the member whose path breaks. */
  readonly signalling: TcpRelay;
  readonly #udp: readonly UdpRelay[];
  readonly #tcp: readonly TcpRelay[];

  private constructor(signalling: TcpRelay, udp: readonly UdpRelay[], tcp: readonly TcpRelay[]) {
    this.signalling = signalling;
    this.#udp = udp;
    this.#tcp = tcp;
  }

  static async open({ pages, media }: PathOptions): Promise<Path> {
    const signalling = await TcpRelay.listen({ to: { host: serverHost, port: pages } });
    const udp = await Promise.all(
      media.map((port) => UdpRelay.listen({ to: { address: serverHost, port }, at: { address: announced, port } })),
    );
    const tcp = await Promise.all(
      media.map((port) => TcpRelay.listen({ to: { host: serverHost, port }, at: { host: announced, port } })),
    );
    return new Path(signalling, udp, tcp);
  }

  /** Present media flows belong to another member and stay whole. */
  spareMedia(): void {
    for (const relay of this.#udp) relay.spare();
  }

  impair(impairment: Impairment): void {
    for (const relay of this.#udp) relay.impair(impairment);
  }

  setUdp(path: 'open' | 'hole'): void {
    for (const relay of this.#udp) relay.set(path);
  }

  setMedia(path: 'open' | 'hole'): void {
    this.setUdp(path);
    for (const relay of this.#tcp) relay.set(path);
  }

  /** `hole`: nothing passes, and neither end is told. */
  setAll(path: 'open' | 'hole'): void {
    this.setMedia(path);
    this.signalling.set(path);
  }

  /** Gives the client another address at the server, as a change of network does. */
  rebind(): void {
    for (const relay of this.#udp) relay.rebind();
  }

  async close(): Promise<void> {
    for (const relay of this.#udp) relay.close();
    await Promise.all([this.signalling, ...this.#tcp].map((relay) => relay.close()));
  }
}
