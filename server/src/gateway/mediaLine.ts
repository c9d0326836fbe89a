import { asRequest, newRequestId } from '../requestId.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import Peer, { type ProtooRequest } from 'protoo-server/lib/Peer.js';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Limit } from '@plenum/shared/core/contract';
import { AppError, failureOf } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import { paths } from '@plenum/shared/core/wire';
import type { MediaFact, MediaLine, MediaPeer } from '../media/MediaEngine.ts';
import type { MediaRules } from '../media/MediaOrders.ts';
import type { Clock, RoomReport } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import type { Rooms } from '../room/Rooms.ts';
import type { Slice } from '../room/serve.ts';
import type { LineDoor } from './lineDoor.ts';
import { Allowance, requireShallow } from './lineLimits.ts';
import type { MediaRooms } from './mediaRooms.ts';
import { MediaTransport } from './mediaTransport.ts';
import type { Tickets } from './tickets.ts';

interface MediaLinesOptions {
  readonly mediaRooms: MediaRooms;
  /** The feature whose requests these lines carry. */
  readonly slice: Slice<MediaFact>;
  readonly rules: Pick<MediaRules, 'rightsOf'>;
  readonly tickets: Tickets;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly door: LineDoor;
  /** The limit of one line, over all its requests. */
  readonly limit: Limit;
}

/** The sub-protocol that a client must name. */
const subProtocol = 'protoo';

/** An upgrade request as node's http server hands it over. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The media lines: protoo's messages over our own WebSockets, in front of the media engine. Only this class knows protoo. */
export class MediaLines {
  readonly #options: MediaLinesOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    handleProtocols: () => subProtocol,
  });
  /** The current line of each member in each room. */
  readonly #peers = new Map<string, Peer>();
  #rooms: Rooms | undefined;

  constructor(options: MediaLinesOptions) {
    this.#options = options;
  }

  /** Admits lines; call it when the rooms exist. */
  serve(rooms: Rooms): void {
    this.#rooms = rooms;
  }

  /** Ends one member's media in one room, and closes the member's line there. */
  end(room: RoomId, member: MemberId): void {
    this.#options.mediaRooms.detach(room, member);
    this.#peers.get(keyOf(room, member))?.close();
  }

  /** Ends all media of one room, and closes its lines. */
  endAll(room: RoomId): void {
    this.#options.mediaRooms.close(room);
    for (const [key, peer] of this.#peers) if (key.startsWith(`${room}/`)) peer.close();
  }

  /** Takes the upgrades on the path of the media line. A WebSocket opens only after the ticket was accepted. */
  readonly upgrade: Upgrade = (request, socket, head) => {
    this.#admit(request)
      .then((attach) => this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened, attach)))
      .catch((error: unknown) => {
        this.#reportFault(error);
        // No other code holds this socket.
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy());
      });
  };

  /** Closes every line; members and their media wait for the lines to come back. */
  close(): void {
    this.#rooms = undefined;
    for (const peer of this.#peers.values()) peer.close();
  }

  #reportFault(error: unknown): void {
    if (!(error instanceof AppError)) this.#options.report.failed('-', 'a media line', error);
  }

  async #admit(request: IncomingMessage): Promise<Attach> {
    const { mediaRooms, tickets, door, rules, slice } = this.#options;
    door.enter(request);
    if (!protocolsOf(request).includes(subProtocol))
      throw new AppError('invalid', `Use the WebSocket sub-protocol ${subProtocol}.`);
    if (!this.#rooms) throw new AppError('unavailable', 'The server is starting or stopping. Try again soon.');
    const ticket = new URL(request.url ?? '/', 'http://plenum').searchParams.get('ticket') ?? '';
    const claims = tickets.redeemMediaTicket(ticket);
    const room = await this.#rooms.require(claims.room);
    if (!room.find(claims.member)) throw new AppError('closed', 'The member is not in this meeting.');
    // A member has media in one room only.
    if (room.elsewhere.has(claims.member)) throw new AppError('closed', 'The member is in another room.');
    const mediaRoom = await mediaRooms.of(room);
    return (transport, allowance) => {
      const member = room.find(claims.member);
      if (!member) throw new AppError('closed', 'The member left while the line was opened.');
      const key = keyOf(room.id, member.id);
      const peer = new Peer(key, transport);
      const line = lineOf(peer, (other) => room.idFor(member.id, slice.reducer.contract, other));
      mediaRoom.allow(member.id, rules.rightsOf(member));
      const engine = mediaRoom.attach(member.id, line);
      const before = this.#peers.get(key);
      this.#peers.set(key, peer);
      peer.on('close', () => {
        if (this.#peers.get(key) === peer) this.#peers.delete(key);
        mediaRoom.release(claims.member, line);
      });
      this.#answerRequests(peer, { room, member: claims.member, engine }, allowance);
      // The new line has taken over its streams.
      before?.close();
    };
  }

  /** Attaches an opened line. An error now closes the line, because the upgrade has been answered already. */
  #open(socket: WebSocket, attach: Attach): void {
    const allowance = new Allowance(this.#options.limit, () => this.#options.clock.monotonic());
    const transport = new MediaTransport(socket, { allowance });
    try {
      attach(transport, allowance);
    } catch (error) {
      this.#reportFault(error);
      transport.close();
    }
  }

  #answerRequests(peer: Peer, attached: Attached, allowance: Allowance): void {
    const onRequest = (
      request: ProtooRequest,
      accept: (value: unknown) => void,
      reject: (code: string, reason: string) => void,
    ) => {
      handle(attached, this.#options.slice.name, request).then(accept, (error: unknown) => {
        if (!(error instanceof AppError)) this.#options.report.failed(attached.room.id, request.method, error);
        const { code, message } = failureOf(error);
        reject(code, message);
        if (!allowance.tolerates()) peer.close();
      });
    };
    const line = newRequestId();
    let count = 0;
    peer.on('request', (...args: Parameters<typeof onRequest>) =>
      asRequest(`${line}.${(count += 1)}`, () => onRequest(...args)),
    );
  }
}

/** Attaches a line whose ticket was accepted. @throws AppError `closed` when the member has left meanwhile */
type Attach = (transport: MediaTransport, allowance: Allowance) => void;

function keyOf(room: RoomId, member: MemberId): string {
  return `${room}/${member}`;
}

function protocolsOf(request: IncomingMessage): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

/** A media line that has passed the door: its member, its room, and its access to the engine. */
interface Attached {
  readonly room: Room;
  readonly member: MemberId;
  readonly engine: MediaPeer;
}

/** Passes a request through the same door as a command, and then to the engine. */
async function handle(
  { room, member, engine }: Attached,
  feature: string,
  { method, data }: ProtooRequest,
): Promise<unknown> {
  requireShallow(data);
  const { slice, verb, input } = room.admit(member, 'requests', method, data);
  const request: unknown = slice.name === feature ? Reflect.get(engine, verb) : undefined;
  if (typeof request !== 'function') throw new AppError('invalid', 'There is no such request.');
  return request.call(engine, input);
}

/** @param idFor the id under which this line's member knows another */
function lineOf(peer: Peer, idFor: (other: MemberId) => MemberId): MediaLine {
  // A notice that cannot be sent has no receiver any more; the line's close event does the rest.
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
    pictures: (shown) => notify('media:pictures', { shown }),
    reset: () => notify('media:reset', {}),
  };
}

/** True for the path of the media line. */
export function isMediaPath(url: string | undefined): boolean {
  const base = 'http://plenum';
  return url !== undefined && URL.canParse(url, base) && new URL(url, base).pathname === paths.mediaLine;
}
