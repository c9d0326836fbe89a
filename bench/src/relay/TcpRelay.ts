import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** `open`: passes bytes on. `cut`: ends every connection and refuses new ones. `hole`: swallows bytes silently. */
type Path = 'open' | 'cut' | 'hole';

interface TcpRelayOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** Where to listen; undefined: a free port of loopback. */
  readonly at?: { readonly host: string; readonly port: number };
}

/** A TCP relay before a server; it can be broken and mended. */
export class TcpRelay {
  readonly #to: TcpRelayOptions['to'];
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #path: Path = 'open';

  private constructor(to: TcpRelayOptions['to']) {
    this.#to = to;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  static async listen({ to, at = { host: '127.0.0.1', port: 0 } }: TcpRelayOptions): Promise<TcpRelay> {
    const relay = new TcpRelay(to);
    relay.#server.listen(at.port, at.host);
    await once(relay.#server, 'listening');
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Changes the state of all connections, present and future. */
  set(path: Path): void {
    this.#path = path;
    for (const pair of this.#pairs) {
      for (const socket of pair) {
        if (path === 'cut') socket.destroy();
        else if (path === 'hole') socket.pause();
        else socket.resume();
      }
    }
  }

  async close(): Promise<void> {
    this.set('cut');
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    if (this.#path === 'cut') return void near.destroy();
    const far = connect({ ...this.#to, allowHalfOpen: true, noDelay: true });
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    this.#link(near, far);
    this.#link(far, near);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
      if (this.#path === 'hole') socket.pause();
    }
  }
  #link(from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      if (to.write(chunk)) return;
      from.pause();
      to.once('drain', () => {
        if (this.#path === 'open') from.resume();
      });
    });
    from.on('end', () => to.end());
  }
}
