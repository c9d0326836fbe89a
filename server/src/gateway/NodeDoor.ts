import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Agent, createServer, request as ask, type Server } from 'node:https';
import { isIP } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@plenum/shared/core/errors';
import { inBackground } from '@plenum/shared/core/background';
import type { Place } from '../cluster/Directory.ts';
import { serverTimeouts } from './connections.ts';
import { askedOf } from './origin.ts';

/** The certificates of a node, as PEM texts: both ends of a connection between nodes show one of the cluster's authority. */
export interface NodeCertificates {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

interface NodeDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly certificates: NodeCertificates;
  readonly failed: (what: string, error: unknown) => void;
}

/** Names the client of a forwarded request, and marks it as one. Only the server that checks certificates reads it. */
const clientHeader = 'x-plenum-client';
const hopsHeader = 'x-plenum-hops';
/** A room that was just released may be placed on a third node by the one that had it. */
const mostHops = 2;
/** How long the other node may take for a new connection, in ms: a frozen one accepts it and says nothing. */
const connectMs = 2_000;
/** The longest silence of the other node in a forwarded request, in ms; of uploads, which are converted before the answer. */
const silenceMs = { usual: 10_000, upload: 30_000 } as const;
/** Headers that concern one connection only. */
const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'proxy-authorization'];

/** How the nodes of a cluster ask each other over HTTPS: forwards requests to the owner of their room, and takes such requests. */
export class NodeDoor {
  readonly #server: Server;
  readonly #agent: Agent;
  readonly #options: NodeDoorOptions;
  /** How often each forwarded request was sent on. */
  readonly #hops = new WeakMap<IncomingMessage, number>();

  private constructor(server: Server, agent: Agent, options: NodeDoorOptions) {
    this.#server = server;
    this.#agent = agent;
    this.#options = options;
  }

  /** Listens for the other nodes; requests go to `serve`. @throws the error of listen (`EADDRINUSE`, …) */
  static async open(options: NodeDoorOptions): Promise<NodeDoor> {
    const { host, port, certificates, failed } = options;
    const server = createServer({
      ...serverTimeouts,
      ...certificates,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    server.removeAllListeners('error').on('error', (error) => failed('a connection of another node', error));
    return new NodeDoor(server, new Agent({ ...certificates, keepAlive: true, minVersion: 'TLSv1.3' }), options);
  }

  /** Answers the requests that other nodes forward, as if they had come from their clients. */
  serve(listener: RequestListener): void {
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const client = request.headers[clientHeader];
      if (typeof client !== 'string') return void response.writeHead(400).end();
      this.#hops.set(request, Number(request.headers[hopsHeader]) || mostHops);
      // Before Express puts its own way to find it over it.
      Object.defineProperty(request, 'ip', { value: client });
      listener(request, response);
    });
  }

  /**
   * Sends a request to the node that owns its room, and its answer to the client.
   * @param body the body, when it was read already
   * @throws AppError `unavailable` when the other node does not answer; the Moved itself when the request was sent on too often
   */
  async forward(
    request: IncomingMessage & { readonly ip?: string | undefined; readonly originalUrl?: string },
    response: ServerResponse,
    moved: AppError & { readonly place: Place },
    body?: string,
  ): Promise<void> {
    const { inner, node } = moved.place;
    const hops = (this.#hops.get(request) ?? 0) + 1;
    // A room that moves on and on while a request follows it is asked for again by the client.
    if (inner === undefined || hops > mostHops) throw moved;
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !hopByHop.includes(name)));
    const proto = request.headers['x-forwarded-proto'] ?? askedOf(request).split(':')[0];
    const said = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const isStream = body === undefined && request.headers['transfer-encoding'] !== undefined;
    const asked = ask(addressAt(inner, request.originalUrl ?? request.url ?? '/'), {
      method: request.method,
      // Without it Node checks the certificate against the Host header, which the client wrote.
      servername: servernameOf(inner),
      agent: this.#agent,
      timeout: isStream || Number(request.headers['content-length'] ?? 0) > 0 ? silenceMs.upload : silenceMs.usual,
      headers: {
        ...headers,
        ...said,
        ...(isStream && { 'transfer-encoding': 'chunked' }),
        'x-forwarded-proto': proto,
        [clientHeader]: request.ip ?? '',
        [hopsHeader]: String(hops),
      },
    });
    response.once('close', () => asked.destroy());
    const late = setTimeout(() => asked.destroy(new Error('The other node takes no connection.')), connectMs);
    asked.once('socket', (socket) => {
      const connected = () => clearTimeout(late);
      // An idle connection of an earlier request has its handshake behind it.
      if (asked.reusedSocket) connected();
      else socket.once('secureConnect', connected);
    });
    asked.once('close', () => clearTimeout(late));
    asked.on('timeout', () => asked.destroy(new Error('The other node is silent.')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve);
      asked.on('error', reject);
    });
    if (body === undefined) inBackground(pipeline(request, asked), () => asked.destroy());
    else asked.end(body);
    let answer: IncomingMessage;
    try {
      answer = await answered;
    } catch (error) {
      if (!response.destroyed) this.#options.failed(`forwarding a request to node ${node}`, error);
      throw new AppError('unavailable', 'The machine that has this meeting does not answer. Try again in a moment.');
    }
    const kept = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
    // The client sees a connection that broke off.
    await pipeline(answer, response).catch(() => response.destroy());
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

/** The address of a request at another node: its path and query alone, for a client may write a whole address there. */
function addressAt(inner: string, asked: string): URL {
  const { pathname, search } = new URL(asked, 'https://node.invalid');
  const at = new URL(inner);
  at.pathname = pathname;
  at.search = search;
  return at;
}

/** The name that the certificate of another node must have; empty for an IP address, which TLS checks by itself. */
function servernameOf(inner: string): string {
  const { hostname } = new URL(inner);
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? hostname : '';
}
