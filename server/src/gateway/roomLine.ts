import { asRequest, newRequestId } from '../requestId.ts';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { Server } from 'socket.io';
import { inBackground } from '@plenum/shared/core/background';
import { Encoder } from 'socket.io-parser';
import type { Limit } from '@plenum/shared/core/contract';
import { AppError, failureOf, type Reply } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import {
  Envelope,
  type Goodbye,
  Handshake,
  lineEvents,
  type Moved,
  paths,
  protocolVersion,
  type Refresh,
  type Welcome,
} from '@plenum/shared/core/wire';
import type { GrantMedia } from '../media/MediaEngine.ts';
import type { CatchUp, Channel, Clock, Frame, Line, Loss, RoomReport } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import { FairTurns } from '../room/FairTurns.ts';
import type { Rooms } from '../room/Rooms.ts';
import type { LineDoor } from './lineDoor.ts';
import { Allowance, requireShallow } from './lineLimits.ts';
import { Backlogs } from './Backlogs.ts';
import { emit, forgetHandshake, type LineSocket, type SocketData } from './lineSocket.ts';
import { RoomChannel } from './RoomChannel.ts';
import { boundedDecoder, refusalOf } from './roomFrames.ts';
import { Gradually } from './Gradually.ts';
import { ForeignTicket, type SeatClaims, type Tickets } from './tickets.ts';

interface RoomLineOptions {
  readonly server: HttpServer | HttpsServer;
  readonly tickets: Tickets;
  readonly grantMedia: GrantMedia;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly door: LineDoor;
  /** The limit of one line, over all its commands. */
  readonly limit: Limit;
  /** Called when a member's page closes: the member's media ends at once. */
  readonly onParting: (room: RoomId, member: MemberId) => void;
}

/** A larger frame closes the connection; a frame between `limits.messageBytes` and this bound gets an error. */
const hardLimitBytes = 4 * limits.messageBytes;

/** The room lines: socket.io in front of the rooms. Only this class knows socket.io. */
export class RoomLines {
  readonly #options: RoomLineOptions;
  readonly #io: Server<never, never, never, SocketData>;
  readonly #sockets = new WeakMap<Line, LineSocket>();
  /** Closes lines a few at a time: the end of a meeting closes hundreds. */
  readonly #closings = new Gradually((error) => this.#options.report.failed('-', 'closing a line', error));
  readonly #backlogs: Backlogs;
  readonly #turns: FairTurns;

  constructor(options: RoomLineOptions) {
    this.#options = options;
    const now = () => options.clock.monotonic();
    this.#io = new Server(options.server, {
      path: paths.roomLine,
      transports: ['websocket'],
      serveClient: false,
      destroyUpgrade: false,
      maxHttpBufferSize: hardLimitBytes,
      perMessageDeflate: false,
      pingInterval: 5_000,
      pingTimeout: 8_000,
      connectTimeout: 10_000,
      parser: { Encoder, Decoder: boundedDecoder(() => new Allowance(options.limit, now)) },
      allowRequest: (request, answer) => this.#admitUpgrade(request, answer),
    });
    this.#io.engine.use(oneConnectionEach);
    this.#backlogs = new Backlogs(now);
    this.#turns = new FairTurns(now);
    this.#io.engine.on('connection', (connection: unknown) => this.#backlogs.add(connection));
  }

  /** Admits lines; call it when the rooms exist. */
  serve(rooms: Rooms): void {
    this.#io.use((socket, next) => {
      this.#identify(rooms, socket).then(
        () => next(),
        (error: unknown) => next(Object.assign(new Error('refused'), { data: this.#refusal(error) })),
      );
    });
    this.#io.on('connection', (socket) => this.#onConnection(socket));
  }

  /** The channel to every line of one room. */
  channelOf(room: RoomId): Channel {
    return new RoomChannel({
      io: this.#io,
      name: `room:${room}`,
      socketOf: (line) => this.#sockets.get(line),
      failed: (error) => this.#options.report.failed(room, 'a line of a room', error),
    });
  }

  /** Closes every line; clients treat it as a lost line and come back. */
  async close(): Promise<void> {
    this.#backlogs.close();
    this.#io.engine.close();
    await this.#io.close();
  }

  #admitUpgrade(request: IncomingMessage, answer: (error: string | null, success: boolean) => void): void {
    try {
      this.#options.door.enter(request);
      answer(null, true);
    } catch (error) {
      answer(this.#refusal(error).code, false);
    }
  }

  #refusal(error: unknown) {
    if (!(error instanceof AppError)) this.#options.report.failed('-', 'a handshake', error);
    return failureOf(error);
  }

  async #identify(rooms: Rooms, socket: LineSocket): Promise<void> {
    const handshake = Handshake.safeParse(socket.handshake.auth);
    if (!handshake.success) throw new AppError('invalid', 'A ticket or a seat is needed.');
    const claims = await this.#claimsOf(rooms, handshake.data);
    socket.data.claims = claims;
    socket.data.room = await rooms.require(claims.room);
    await rooms.requirePlace(socket.data.room, claims.member);
    if ('seat' in handshake.data && handshake.data.seq !== undefined) socket.data.after = handshake.data.seq;
  }

  async #claimsOf(rooms: Rooms, handshake: Handshake): Promise<SeatClaims> {
    const { tickets } = this.#options;
    if ('seat' in handshake) return tickets.readSeat(handshake.seat);
    try {
      return tickets.redeemRoomTicket(handshake.ticket);
    } catch (error) {
      // A ticket of another node: `require` throws Moved with the address of that node when the room is there.
      if (error instanceof ForeignTicket) await rooms.require(error.room);
      throw error;
    }
  }

  #onConnection(socket: LineSocket): void {
    const { claims, room, after } = socket.data;
    if (!claims || !room) {
      socket.disconnect(true);
      return;
    }
    forgetHandshake(socket);
    const line = this.#lineOf(socket, room, claims);
    this.#sockets.set(line, socket);
    socket.on('error', () => undefined);
    let how: Loss = 'cut';
    const lineId = newRequestId();
    let count = 0;
    // A network that fails cuts hundreds of lines in one pass of the event loop.
    socket.once('disconnect', () => {
      const lost = this.#turns.take(room, async () => room.lost(claims.member, line, how));
      inBackground(lost, (error) => this.#options.report.failed(room.id, 'losing a line', error));
    });
    let refusals: Allowance | undefined;
    socket.onAny((name: unknown, ...args: unknown[]) => {
      if (name === lineEvents.parting) {
        if (how === 'parting') return;
        how = 'parting';
        this.#options.onParting(room.id, claims.member);
        return;
      }
      const message = () => this.#onMessage(room, claims.member, name, args);
      const answered = asRequest(`${lineId}.${(count += 1)}`, message).then((reply) => {
        if (reply.ok) return;
        refusals ??= new Allowance(this.#options.limit, () => this.#options.clock.monotonic());
        if (!refusals.tolerates()) line.close('flooding');
      });
      inBackground(answered, (error) => this.#options.report.failed(room.id, 'answering a command', error));
    });
    const { member: id, name, role, person, standing, origin } = claims;
    this.#turns
      .take(room, () => room.join({ id, name, role, person, standing, origin }, line, after))
      .catch((error: unknown) => this.#onJoinFailed(socket, line, error));
  }

  async #onMessage(room: Room, member: MemberId, name: unknown, args: unknown[]): Promise<Reply> {
    const answer = args.at(-1);
    const reply = await this.#replyTo(room, member, name, args);
    if (typeof answer === 'function') answer(reply);
    return reply;
  }

  async #replyTo(room: Room, member: MemberId, name: unknown, args: unknown[]): Promise<Reply> {
    try {
      const refusal = refusalOf(name);
      if (refusal) throw refusal;
      requireShallow(args[0]);
      const envelope = Envelope.safeParse(args[0]);
      if (typeof name !== 'string' || args.length !== 2 || !envelope.success) {
        throw new AppError('invalid', 'A command takes a key, an input and an acknowledgement.');
      }
      const { input, key } = envelope.data;
      return await this.#turns.take(room, () => room.dispatch(member, name, input, key));
    } catch (error) {
      return failureOf(error);
    }
  }

  #onJoinFailed(socket: LineSocket, line: Line, error: unknown): void {
    const code = error instanceof AppError ? error.code : this.#refusal(error).code;
    if (code === 'full') line.close('full');
    else if (code === 'closed') line.close('ended');
    else if (code === 'forbidden') line.close('removed');
    // Closed like a network failure, so that the client tries again by itself.
    else socket.conn.close();
  }

  #lineOf(socket: LineSocket, room: Room, claims: SeatClaims): Line {
    const { tickets, grantMedia, clock } = this.#options;
    const send = (target: unknown, name: string, ...args: unknown[]) => {
      socket.data.channel?.flush();
      emit(target, name, ...args);
    };
    // After the acknowledgements of this tick.
    const end = (name: string, payload: unknown) =>
      this.#closings.add(() => {
        send(socket, name, payload);
        socket.disconnect(true);
      });
    return {
      welcome: ({ me, waiting, seq, catchUp }: CatchUp) => {
        const { person, origin } = claims;
        const standing = waiting ? claims.standing : 'inside';
        const { id: member, name, role } = me;
        const welcome: Welcome = {
          version: protocolVersion,
          room: { id: room.id, title: room.record.title },
          me,
          ...(waiting && { waiting }),
          seat: tickets.mintSeat({ room: room.id, member, name, role, person, standing, origin }),
          seq,
          now: clock.now(),
          catchUp,
          ...(!waiting && { media: grantMedia(room.id, member) }),
        };
        send(socket, lineEvents.welcome, welcome);
        this.#backlogs.welcomed(socket.conn);
      },
      send: ({ name, payload, meta }: Frame) => send(meta ? socket : socket.volatile, name, payload, meta),
      refresh: (refresh: Refresh) => send(socket, lineEvents.refresh, refresh),
      close: (reason: Goodbye['reason']) => end(lineEvents.goodbye, { reason } satisfies Goodbye),
      move: (roomUrl) => end(lineEvents.moved, { ...(roomUrl !== undefined && { roomUrl }) } satisfies Moved),
    };
  }
}

/**
 * Refuses a request with a session id. For engine.io it is a line that changes its transport: `allowRequest` is not called,
 * and the backlog would stay with the old connection. Our clients have one transport.
 */
function oneConnectionEach(request: unknown, _response: unknown, next: (error?: Error) => void): void {
  const query: unknown = Reflect.get(Object(request), '_query');
  const isFirst = query !== null && typeof query === 'object' && !Object.hasOwn(query, 'sid');
  next(isFirst ? undefined : new Error('This line already has its one connection.'));
}
