import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Peer, type ProtooRequest, Room as ProtooRoom, type Transport, WebSocketServer } from 'protoo-server';
import { AppError, failureOf } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import type { LogEntry } from '@plenum/shared/core/log';
import { paths } from '@plenum/shared/core/wire';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { media } from '@plenum/shared/features/media/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { MediaLine, MediaPeer } from '../media/MediaEngine.ts';
import type { Clock, LogReader, RoomReport } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import type { Rooms } from '../room/Rooms.ts';
import { Patience, requireBounded } from './lineLimits.ts';
import { type MediaRooms, rightsOf } from './mediaRooms.ts';
import { isOwnOrigin } from './origin.ts';
import { guardMessages } from './protooGuard.ts';
import type { Tickets } from './tickets.ts';

interface MediaLinesOptions {
  readonly mediaRooms: MediaRooms;
  readonly tickets: Tickets;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly publicHost: string | undefined;
}

/** An upgrade request as node's http server hands it over. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The media lines: protoo in front of the media engine. Nothing else in Plenum knows protoo. */
export class MediaLines {
  readonly #options: MediaLinesOptions;
  // protoo claims every upgrade of the server it is given, so it gets one of its own that never listens.
  readonly #server = createServer();
  readonly #protoo: WebSocketServer;
  readonly #peers = new Map<Peer, { readonly room: RoomId; readonly member: MemberId }>();
  #count = 0;
  #rooms: Rooms | undefined;

  constructor(options: MediaLinesOptions) {
    this.#options = options;
    this.#protoo = new WebSocketServer(this.#server, {
      maxReceivedFrameSize: limits.messageBytes,
      maxReceivedMessageSize: limits.messageBytes,
      keepaliveInterval: 5_000,
      keepaliveGracePeriod: 5_000,
    });
  }

  /** Lets lines in, once there are rooms to open them to. */
  serve(rooms: Rooms): void {
    this.#rooms = rooms;
    this.#protoo.on('connectionrequest', ({ request }, accept, reject) => {
      this.#admit(rooms, request)
        .then((welcome) => open(accept(), welcome))
        .catch((error: unknown) => reject(403, this.#codeOf(error)));
    });
  }

  /** Ends the line and the media of whoever left, what a moderator stopped, and what nobody may send or see any more. */
  readonly onCommitted: LogReader = (room, entries) => {
    for (const { feature, event, payload } of entries) {
      if (feature === presence.name && event === 'left') {
        this.end(room, presence.events.left.payload.parse(payload).id);
      } else if (feature === media.name && event === 'stopped') {
        const { member, source } = media.events.stopped.payload.parse(payload);
        this.#options.mediaRooms.stop(room, member, source);
      }
    }
    if (entries.some(changesRights)) this.#options.mediaRooms.refresh(room);
    if (entries.some(({ feature }) => feature === breakout.name)) this.#carryVoice(room);
  };

  /** Ends one member's media in one room, and the line that carries it. */
  end(room: RoomId, member: MemberId): void {
    this.#options.mediaRooms.detach(room, member);
    for (const [peer, of] of this.#peers) if (of.room === room && of.member === member) peer.close();
  }

  /** Takes the upgrades of the media line's path. */
  readonly upgrade: Upgrade = (request, socket, head) => void this.#server.emit('upgrade', request, socket, head);

  /** Closes every line; members and their media wait for the lines to come back. */
  close(): void {
    this.#protoo.stop();
    for (const peer of this.#peers.keys()) peer.close();
  }

  #carryVoice(room: RoomId): void {
    this.#rooms?.find(room).then(
      (meeting) => meeting && this.#options.mediaRooms.carry(meeting),
      () => undefined,
    );
  }

  #codeOf(error: unknown): string {
    if (!(error instanceof AppError)) this.#options.report.failed('-', 'a media line', error);
    return failureOf(error).code;
  }

  async #admit(rooms: Rooms, request: IncomingMessage): Promise<(transport: Transport) => void> {
    const { mediaRooms, tickets, publicHost } = this.#options;
    if (!isOwnOrigin(request, publicHost)) throw new AppError('forbidden', 'Foreign origin.');
    const ticket = new URL(request.url ?? '/', 'http://plenum').searchParams.get('ticket') ?? '';
    const claims = tickets.redeemMediaTicket(ticket);
    const room = await rooms.require(claims.room);
    if (!room.find(claims.member)) throw new AppError('closed', 'Not in this meeting.');
    // Everybody is in one room for media.
    if (room.elsewhere.has(claims.member)) throw new AppError('closed', 'In another room.');
    const mediaRoom = await mediaRooms.of(room);
    return (transport) => {
      const member = room.find(claims.member);
      if (!member) throw new AppError('closed', 'Left while the line was opened.');
      guardMessages(transport);
      this.#count += 1;
      const peer = new ProtooRoom().createPeer(`${claims.member}/${this.#count}`, transport);
      this.#peers.set(peer, { room: room.id, member: claims.member });
      const line = lineOf(peer, (other) => room.idFor(member.id, media, other));
      mediaRoom.allow(member.id, rightsOf(member));
      const engine = mediaRoom.attach(member.id, line);
      this.#answerRequests(peer, { room, member: claims.member, engine });
      peer.on('close', () => {
        this.#peers.delete(peer);
        mediaRoom.release(claims.member, line);
      });
    };
  }

  #answerRequests(peer: Peer, attached: Attached): void {
    const patience = new Patience(() => this.#options.clock.monotonic());
    const onRequest = (
      request: ProtooRequest,
      accept: (value: unknown) => void,
      reject: (code: string, reason: string) => void,
    ) => {
      handle(attached, request).then(accept, (error: unknown) => {
        if (!(error instanceof AppError)) this.#options.report.failed(attached.room.id, request.method, error);
        const { code, message } = failureOf(error);
        reject(code, message);
        if (!patience.bears()) peer.close();
      });
    };
    peer.on('request', onRequest);
  }
}

/** True for what may change what somebody may send or see. */
function changesRights({ feature, event }: LogEntry): boolean {
  return feature === moderation.name || (feature === presence.name && event === 'promoted');
}

/** What fails behind the accept ends the line: it cannot be rejected any more. */
function open(transport: Transport, welcome: (transport: Transport) => void): void {
  try {
    welcome(transport);
  } catch (error) {
    transport.close();
    throw error;
  }
}

/** A media line that has passed the door: whose it is, and its way into the engine. */
interface Attached {
  readonly room: Room;
  readonly member: MemberId;
  readonly engine: MediaPeer;
}

/** The same door as for commands: known, allowed, not too often, parsed; then the engine. */
async function handle({ room, member, engine }: Attached, { method, data }: ProtooRequest): Promise<unknown> {
  requireBounded(data);
  const { slice, verb, input } = room.admit(member, 'requests', method, data);
  const request: unknown = slice.name === media.name ? Reflect.get(engine, verb) : undefined;
  if (typeof request !== 'function') throw new AppError('invalid', 'Unknown request.');
  return request.call(engine, input);
}

/** @param idFor by which id this line's member is told of another */
function lineOf(peer: Peer, idFor: (other: MemberId) => MemberId): MediaLine {
  // A notice that cannot be sent has no receiver any more: the line's own close tells the rest.
  const notify = (method: string, data: unknown) => void peer.notify(method, data).catch(() => undefined);
  return {
    consume: async (infos) => {
      const consumers = infos.map((info) => ('slot' in info ? info : { ...info, member: idFor(info.member) }));
      await peer.request('media:consume', { consumers });
    },
    consumersClosed: (ids) => notify('media:consumersClosed', { ids }),
    slots: (members) =>
      notify('media:slots', {
        members: members.map((member) => (member === undefined ? null : idFor(member))),
      }),
    stopped: (source, reason) => notify('media:stopped', { source, reason }),
    wanted: (source, layer) => notify('media:wanted', { source, layer }),
    reset: () => notify('media:reset', {}),
  };
}

/** True for the path of the media line. */
export function isMediaPath(url: string | undefined): boolean {
  const base = 'http://plenum';
  return url !== undefined && URL.canParse(url, base) && new URL(url, base).pathname === paths.mediaLine;
}
