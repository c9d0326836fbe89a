import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Failure, type Reply } from '@plenum/shared/core/errors';
import { type Handshake, lineEvents, paths, protocolVersion, type Welcome } from '@plenum/shared/core/wire';
import { Server, type Socket } from 'socket.io';
import { FakeMediaLine } from './FakeMediaLine.ts';
import { Waiter } from './Waiter.ts';

/** One received command, and how to answer it. */
export interface Heard {
  readonly name: string;
  readonly key: string;
  readonly input: unknown;
  readonly answer: (reply: Reply) => void;
}

/** A server that speaks wire.ts on real sockets, and does only what a test tells it. */
export class FakeServer {
  readonly handshakes = new Waiter<Handshake>();
  readonly commands = new Waiter<Heard>();
  readonly media = new FakeMediaLine();
  /** Error code for every handshake; undefined accepts it. */
  refusal: Failure['code'] | undefined;
  /** The address of the node that has the room, with every refusal. */
  movedTo: string | undefined;
  /** Content of the next welcomes. */
  welcome: Partial<Welcome> = {};
  tickets = 0;
  /** True while something in between lets HTTP through and stops WebSockets. */
  isBlocked = false;
  /** Its answer to who asks for a line over HTTP. */
  mayOpenLine = true;
  readonly #http: HttpServer;
  readonly #io: Server;
  #socket: Socket | undefined;

  private constructor() {
    this.#http = createServer((request, response) => {
      if (request.url === '/api/server') {
        response.writeHead(200, { 'content-type': 'application/json' });
        return response.end(JSON.stringify({ createRooms: 'everyone', mayOpenLine: this.mayOpenLine }));
      }
      const isTicket = request.method === 'POST' && request.url === '/api/rooms/some-room/tickets';
      const failure: Failure = { ok: false, code: 'notFound', message: 'No such room.' };
      this.tickets += isTicket ? 1 : 0;
      const answer = {
        ticket: `ticket-${this.tickets}`,
        roomUrl: paths.roomLine,
        mediaUrl: paths.mediaLine,
        identity: 'who-i-am',
      };
      response.writeHead(isTicket ? 201 : 404, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(isTicket ? answer : failure));
    });
    this.#io = new Server(this.#http, {
      path: paths.roomLine,
      transports: ['websocket'],
      destroyUpgrade: false,
      allowRequest: (_request, answer) => answer(null, !this.isBlocked),
    });
    this.#io.use((socket, next) => {
      const auth = socket.handshake.auth as Handshake;
      const { movedTo: at } = this;
      const refusal = at === undefined ? this.refusal : 'unavailable';
      this.handshakes.push(auth);
      next(
        refusal &&
          Object.assign(new Error('refused'), {
            data: { ok: false, code: refusal, message: '', ...(at !== undefined && { at }) },
          }),
      );
    });
    this.#io.on('connection', (socket) => this.#onConnection(socket));
    this.#http.on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith(paths.mediaLine)) this.media.upgrade(request, socket, head);
    });
  }

  static async listen(): Promise<FakeServer> {
    const server = new FakeServer();
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const { port } = this.#http.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Sends an event: durable with a sequence number, volatile without. */
  tell(name: string, payload: unknown, seq?: number): void {
    this.#socket?.emit(name, payload, ...(seq === undefined ? [] : [{ seq, at: seq * 1_000 }]));
  }

  goodbye(reason: string): void {
    this.#socket?.emit(lineEvents.goodbye, { reason });
    this.#socket?.disconnect(true);
  }

  /** Says that the room is on another node now, as a node that gives its rooms away. */
  move(roomUrl: string): void {
    this.#socket?.emit(lineEvents.moved, { roomUrl });
    this.#socket?.disconnect(true);
  }

  /** Breaks the connection as a network would. */
  cut(): void {
    this.#socket?.conn.close();
  }

  async close(): Promise<void> {
    this.media.close();
    await this.#io.close();
  }

  #onConnection(socket: Socket): void {
    this.#socket = socket;
    socket.onAny((name: string, { key, input }: { key: string; input: unknown }, answer: (reply: Reply) => void) => {
      this.commands.push({ name, key, input, answer });
    });
    const welcome: Welcome = {
      version: protocolVersion,
      room: { id: 'some-room', title: 'A room' },
      me: { id: 'ada', name: 'Ada', role: 'host', abilities: ['chatSend'] },
      seat: 'the-seat',
      seq: 0,
      now: Date.now(),
      catchUp: { kind: 'snapshot', states: {} },
      media: { url: paths.mediaLine, ticket: `media-${this.handshakes.all.length}` },
      ...this.welcome,
    };
    socket.emit(lineEvents.welcome, welcome);
  }
}
