import { once } from 'node:events';
import { connect, createServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { AppError } from '@plenum/shared/core/errors';
import type { Channel, ChannelEvents } from './Channel.ts';
import { largestFrame } from './Wire.ts';

/** What proves to other nodes who this node is. The common name of the certificate is the name of the node. */
export interface NodeIdentity {
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
  /** The authority of this cluster: each certificate that it signed belongs to a node. */
  readonly ca: string | Buffer;
}

const nodeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const connectMs = 5_000;
/** Connections whose other side has not yet shown a certificate. */
const mostUnknown = 64;
const headBytes = 4;

function secure({ key, cert, ca }: NodeIdentity): SecureContextOptions {
  return { key, cert, ca, minVersion: 'TLSv1.3' };
}

/** A channel on a TLS connection on which both sides have shown a certificate of the cluster. */
class TlsChannel implements Channel {
  readonly peer: string;
  readonly #socket: TLSSocket;
  readonly #early: Buffer[] = [];
  #events: ChannelEvents | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #reason = 'The other node closed the connection.';
  #life: 'open' | 'closed' | 'told' = 'open';

  constructor(socket: TLSSocket, peer: string) {
    this.peer = peer;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', (error) => {
      this.#reason = error.message;
    });
    socket.once('close', () => this.#onClosed());
    // The other side ends its half only when it closes the whole.
    socket.once('end', () => socket.destroy());
  }

  get waiting(): number {
    return this.#socket.writableLength;
  }

  send(frame: Buffer): void {
    if (this.#life !== 'open' || this.#socket.destroyed) return;
    const head = Buffer.allocUnsafe(headBytes);
    head.writeUInt32BE(frame.length);
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(frame);
    this.#socket.uncork();
  }

  listen(events: ChannelEvents): void {
    this.#events = events;
    for (const frame of this.#early.splice(0)) events.onFrame(frame);
    if (this.#life === 'closed') this.#tellClosed(events);
  }

  close(): void {
    // What was written goes out first; a side that takes nothing is cut.
    this.#socket.end();
    this.#socket.setTimeout(connectMs, () => this.#socket.destroy());
  }

  #take(bytes: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length >= headBytes) {
      const length = this.#bytes.readUInt32BE();
      if (length > largestFrame) {
        this.#reason = 'The other node sends a frame that is too long.';
        return void this.#socket.destroy();
      }
      if (this.#bytes.length < headBytes + length) return;
      const frame = Buffer.from(this.#bytes.subarray(headBytes, headBytes + length));
      this.#bytes = this.#bytes.subarray(headBytes + length);
      if (this.#events) this.#events.onFrame(frame);
      else this.#early.push(frame);
    }
  }

  #onClosed(): void {
    if (this.#life !== 'open') return;
    this.#life = 'closed';
    if (this.#events) this.#tellClosed(this.#events);
  }

  #tellClosed(events: ChannelEvents): void {
    this.#life = 'told';
    events.onClosed(this.#reason);
  }
}

/** The name in the certificate that the other side has shown. @throws AppError `forbidden` */
function peerOf(socket: TLSSocket): string {
  const name = socket.authorized ? socket.getPeerCertificate().subject?.CN : undefined;
  if (typeof name === 'string' && nodeName.test(name)) return name;
  throw new AppError('forbidden', 'The other side is no node of this cluster.');
}

/**
 * Connects to the node of this name.
 * @throws AppError `unavailable` when it cannot be reached, `forbidden` when another answers
 */
export async function connectTls(of: {
  readonly host: string;
  readonly port: number;
  readonly node: string;
  readonly identity: NodeIdentity;
}): Promise<Channel> {
  const { host, port, node, identity } = of;
  // The certificate names a node, not a host: the name is checked below.
  const socket = connect({ ...secure(identity), host, port, checkServerIdentity: () => undefined });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(connectMs) });
    if (peerOf(socket) !== node) throw new AppError('forbidden', `The node at ${host}:${port} is not ${node}.`);
    return new TlsChannel(socket, node);
  } catch (error) {
    socket.on('error', () => {});
    socket.destroy();
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('unavailable', `The node ${node} at ${host}:${port} cannot be reached: ${reason}`);
  }
}

/** A port on which other nodes connect. */
export interface TlsListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens for other nodes; a caller without a certificate of the cluster gets nothing. @throws when the port is taken */
export async function listenTls(of: {
  readonly host: string;
  readonly port: number;
  readonly identity: NodeIdentity;
  readonly onChannel: (channel: Channel) => void;
  readonly onRefused: (reason: string, address: string | undefined) => void;
}): Promise<TlsListener> {
  const { host, port, identity, onChannel, onRefused } = of;
  const sockets = new Set<TLSSocket>();
  const server = createServer({
    ...secure(identity),
    requestCert: true,
    rejectUnauthorized: true,
    handshakeTimeout: connectMs,
  });
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    try {
      onChannel(new TlsChannel(socket, peerOf(socket)));
    } catch (error) {
      socket.destroy();
      onRefused(error instanceof Error ? error.message : String(error), socket.remoteAddress);
    }
  });
  server.on('tlsClientError', (error, socket) => onRefused(error.message, socket.remoteAddress));
  server.on('connection', (socket) => {
    // An open connection without a handshake costs memory: a stranger gets only so many.
    server.getConnections((_, count) => void (count - sockets.size > mostUnknown && socket.destroy()));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
