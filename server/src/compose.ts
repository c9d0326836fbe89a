import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Checkup } from './Checkup.ts';
import { StampThread } from './ballot/StampThread.ts';
import type { Converter } from './conversion/Converter.ts';
import { createSlices } from './features/index.ts';
import type { GrantMedia } from './features/media/media.ts';
import { Stamping } from './features/poll/stamping.ts';
import { serveSlides } from './features/slides/slides.ts';
import { createApp } from './gateway/http/app.ts';
import type { CreateRooms } from './gateway/http/createRoom.ts';
import type { DailyBytes } from './gateway/http/UploadBudget.ts';
import { isMediaPath, MediaLines } from './gateway/mediaLine.ts';
import { mediaOrders } from './gateway/mediaOrders.ts';
import { guardConnections, patientServer } from './gateway/connections.ts';
import { LineDoor } from './gateway/lineDoor.ts';
import { lineLimit } from './gateway/lineLimits.ts';
import { MediaRooms } from './gateway/mediaRooms.ts';
import { type RelaySettings, relaysFor } from './gateway/relays.ts';
import { RoomLines } from './gateway/roomLine.ts';
import { Tickets } from './gateway/tickets.ts';
import { createReport } from './log.ts';
import { releasedFiles } from './readers/files.ts';
import { Readers } from './readers/Readers.ts';
import type { MediaEngine } from './media/MediaEngine.ts';
import * as knows from '@plenum/shared/features/presence/knows';
import { rightsUnder } from '@plenum/shared/features/moderation/rights';
import { paths } from '@plenum/shared/core/wire';
import { chat } from '@plenum/shared/features/chat/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { Clock } from './room/ports.ts';
import type { PlaceBounds } from './room/findPlace.ts';
import { Rooms } from './room/Rooms.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

/** The outside things that a server is made of. */
export interface Parts {
  readonly store: Store;
  readonly files: FileStore;
  readonly converter: Converter;
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a server must know beside its parts. Times in ms. */
export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly publicHost: string | undefined;
  /** Where a reverse proxy serves us by https; of no use without one. */
  readonly publicPort: number;
  /** PEM texts. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  readonly bounds: PlaceBounds;
  /** What the log of one room may weigh, in bytes. */
  readonly logBytes: number;
  readonly trustProxy: number;
  /** How many lines one address may have at once. */
  readonly addressLines: number;
  readonly clientFolder: string;
  readonly version: string;
  readonly graceMs: number;
  readonly retentionMs: number;
  /** How many faults nothing has caught since the process began; none when left out. */
  readonly faults?: () => number;
  /** How long a room is kept that nobody has ever entered. */
  readonly unenteredMs: number;
  readonly createRooms: CreateRooms;
  /** How many rooms one address may open in an hour. */
  readonly roomsPerHour: number;
  readonly dailyBytes: DailyBytes;
  /** For browsers whose network lets no packets through. */
  readonly relay?: RelaySettings | undefined;
}

/** A server that answers. */
export interface RunningServer {
  readonly port: number;
  readonly rooms: Rooms;
  /** Lets no one in any more, saves every room, frees the port. The parts stay the caller's to close. Idempotent. */
  close(): Promise<void>;
}

/** How long requests under way may take once the server stops, in ms. */
const drainMs = 3_000;

/** Features that say `released` once nothing needs some of their files. */
const fileOwners = [chat, slides, whiteboard].map(({ name }) => ({ feature: name, event: 'released' as const }));

/** Puts the parts together and listens. @throws the listen error (`EADDRINUSE`, `EACCES`, …) */
export async function startServer(parts: Parts, options: ServerOptions): Promise<RunningServer> {
  const { store, files, converter, engine, clock, log } = parts;
  const report = createReport(log);
  const newId = () => randomBytes(12).toString('base64url');
  const tickets = new Tickets(await store.secret('tickets'), () => clock.now());
  const grantMedia: GrantMedia = (room, member) => ({
    url: paths.mediaLine,
    ticket: tickets.mintMediaTicket({ room, member }),
    ...(options.relay && relaysFor(options.relay, member, clock.now())),
  });
  const slices = createSlices(grantMedia);
  const server = options.tls
    ? createHttpsServer({ ...patientServer, ...options.tls })
    : createHttpServer(patientServer);
  guardConnections(server, options);
  const publicHost = proxiedHost(options);
  const common = { tickets, clock, report, publicHost };
  const door = new LineDoor({ ...options, publicHost });
  const contracts = slices.all.map(({ reducer }) => reducer.contract);
  const roomLines = new RoomLines({
    ...common,
    server,
    door,
    limit: lineLimit(contracts, 'commands'),
    grantMedia,
    onParting: (room, member) => mediaLines.end(room, member),
  });
  const mediaRooms = new MediaRooms(engine, slices.media, report);
  const mediaLines = new MediaLines({ ...common, door, limit: lineLimit(contracts, 'requests'), mediaRooms });
  const stamping = new Stamping({ stamper: new StampThread(), clock, report });
  const readers = await Readers.open({ store, clock, report, readers: [releasedFiles(fileOwners, files, report)] });
  const rooms = await Rooms.open({
    store,
    slices: slices.all,
    clock,
    newId,
    channelOf: (room) => roomLines.channelOf(room),
    report,
    readers: [mediaOrders(mediaRooms), mediaLines.onCommitted, readers.onCommitted, stamping.onCommitted],
    onClosed: (room) => mediaRooms.close(room),
    rightsUnder,
    bounds: options.bounds,
    logBytes: options.logBytes,
    acquaintance: knows,
    passTo: (room, { id: member, name, role, person }) => ({
      url: paths.roomLine,
      ticket: tickets.mintRoomTicket({ room, member, name, role, person, standing: 'inside' }),
    }),
    onAway: (room, member) => mediaLines.end(room, member),
    shareFiles: async (parent, child, ids) => {
      for (const id of ids) await files.share(parent, id, child);
    },
    eraseBeside: (room) => files.removeRoom(room),
    graceMs: options.graceMs,
    retentionMs: options.retentionMs,
    unenteredMs: options.unenteredMs,
  });
  const checkup = Checkup.start({ store, clock, log });
  const readiness = async () => {
    const missing = await missingPart(parts, checkup.damage);
    return { ...missing, faults: options.faults?.() ?? 0 };
  };
  const app = createApp({
    ...options,
    ...common,
    rooms,
    files,
    converter,
    slides: serveSlides,
    failed: (what, error) => void report.failed('', what, error),
    newId,
    now: () => clock.now(),
    log,
    readiness,
    tls: options.tls !== undefined,
  });
  // What engine.io answers it does not keep from listeners that come after it.
  server.on('request', (request, response) => void (isRoomPath(request.url) || app(request, response)));
  roomLines.serve(rooms);
  stamping.serve(rooms);
  mediaLines.serve(rooms);
  server.on('upgrade', (request, socket, head) => {
    if (isMediaPath(request.url)) mediaLines.upgrade(request, socket, head);
    else if (!isRoomPath(request.url)) socket.destroy();
  });
  await listen(server, options);
  // What the system refuses to accept is one connection, not the end of the process.
  server.on('error', (error) => void report.failed('-', 'accepting a connection', error));
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const close = async () => {
    checkup.stop();
    const stopped = stopListening(server);
    // First, so that no paper is stamped for a room that is closing.
    await stamping.close();
    await rooms.close();
    mediaLines.close();
    await roomLines.close();
    await stopped;
    // Last: what is being handled may take a while.
    await readers.close();
  };
  return { port, rooms, close: () => (closing ??= close()) };
}

/** The part without which no meeting can be carried, and why it cannot; nothing when all are there. */
async function missingPart(
  { engine, store, files }: Parts,
  damage: string | undefined,
): Promise<{ missing?: string; reason?: string }> {
  if (!engine.healthy()) return { missing: 'media' };
  if (damage !== undefined) return { missing: 'storage', reason: damage };
  if (!(await store.healthy())) return { missing: 'storage' };
  return (await files.shortage()) === 'disk' ? { missing: 'disk' } : {};
}

/** True for the path of the room lines, as engine.io reads it. */
function isRoomPath(url: string | undefined): boolean {
  return url?.startsWith(`${paths.roomLine}/`) ?? false;
}

/** The host, and the port where it is not 443, that a reverse proxy serves; without one the browser's own address counts. */
function proxiedHost({ publicHost, publicPort, trustProxy }: ServerOptions): string | undefined {
  if (publicHost === undefined || trustProxy === 0) return undefined;
  return `${publicHost.includes(':') ? `[${publicHost}]` : publicHost}:${publicPort}`;
}

function listen(server: HttpServer, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopListening(server: HttpServer): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), drainMs).unref();
  return stopped;
}
