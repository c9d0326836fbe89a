import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A load balancer before all nodes: each connection goes to the next node that takes it. */
export class Balancer {
  readonly #ports: readonly number[];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#server = createServer({ noDelay: true }, (near) => {
      this.#keep(near);
      this.#pass(near, ports.length);
    });
  }

  /** @param urls of the nodes, all on loopback */
  static async open(urls: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer(urls.map((url) => Number(new URL(url).port)));
    balancer.#server.listen(0, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  /** Where browsers find the service. */
  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #pass(near: Socket, tries: number): void {
    if (tries === 0 || near.destroyed) return void near.destroy();
    this.#next = (this.#next + 1) % this.#ports.length;
    const far = connect({ host: '127.0.0.1', port: this.#ports[this.#next] ?? 0, noDelay: true });
    const another = () => this.#pass(near, tries - 1);
    far.once('error', another);
    far.once('connect', () => {
      far.off('error', another);
      this.#keep(far);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.pipe(other);
        one.once('close', () => other.destroy());
      }
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket)).on('error', () => socket.destroy());
  }
}
