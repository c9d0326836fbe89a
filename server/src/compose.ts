import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { AppendWatch } from './AppendWatch.ts';
import { Checkup } from './Checkup.ts';
import { DiskWatch } from './DiskWatch.ts';
import type { Cluster } from './cluster/ClusterNode.ts';
import type { Directory } from './cluster/Directory.ts';
import { LocalDirectory } from './cluster/LocalDirectory.ts';
import { StampThread } from './ballot/StampThread.ts';
import type { Converter } from './conversion/Converter.ts';
import { openingOf } from './features/duration/opening.ts';
import { createSlices, fileEndpoints, fileReleases, mediaRules } from './features/index.ts';
import { Stamping } from './features/poll/stamping.ts';
import { makeSlides, refusalOf } from './features/slides/making.ts';
import { newBoard } from './features/whiteboard/opening.ts';
import { createApp } from './gateway/http/app.ts';
import { type Bbb, openBbb } from './bbb/openBbb.ts';
import { broughtCounter } from './brought.ts';
import { type Controls, controlsOf, loadOf } from './controls.ts';
import { OverviewReader } from './overview.ts';
import { type Orders, ordersOf, roomOrders } from './orders.ts';
import { isMediaPath, MediaLines } from './gateway/mediaLine.ts';
import { guardConnections, serverTimeouts } from './gateway/connections.ts';
import { LineDoor } from './gateway/lineDoor.ts';
import { lineLimit } from './gateway/lineLimits.ts';
import { MediaReader } from './gateway/MediaReader.ts';
import { MediaRooms } from './gateway/mediaRooms.ts';
import { relaysFor } from './gateway/relays.ts';
import { NodeDoor } from './gateway/NodeDoor.ts';
import { RoomLines } from './gateway/roomLine.ts';
import { Entries } from './gateway/entries.ts';
import { Tickets } from './gateway/tickets.ts';
import type { Identity } from './identity/ports.ts';
import { forgetHourly } from './forgetHourly.ts';
import { forgetSeats } from './forgetSeats.ts';
import { nodeRoomsOf } from './nodeRooms.ts';
import { Accounts } from './identity/Accounts.ts';
import { MailQueue } from './mail/MailQueue.ts';
import { defaultOutward } from './outward/addresses.ts';
import { HttpOutward } from './outward/HttpOutward.ts';
import type { Outward } from './outward/ports.ts';
import { proxiedHost, publicAddress } from './publicAddress.ts';
import { missingPart, type Watches } from './readiness.ts';
import { listen, stopListening } from './listening.ts';
import type { ServerOptions } from './serverOptions.ts';
import { openService, type Service } from './openService.ts';
import { SharedLook } from './SharedLook.ts';
import { createReport, failedIn } from './log.ts';
import { openCopies } from './recording/copies/openCopies.ts';
import { findCopyPrograms } from './recording/copies/programs.ts';
import type { RecordingCopies } from './records/recording/copies.ts';
import { Recorders } from './recording/Recorders.ts';
import { releasedFiles } from './readers/files.ts';
import { meetingHistory } from './readers/meetings.ts';
import { Readers } from './readers/Readers.ts';
import type { GrantMedia, MediaEngine } from './media/MediaEngine.ts';
import { inBackground } from '@plenum/shared/core/background';
import * as knows from '@plenum/shared/features/presence/knows';
import { rightsUnder } from '@plenum/shared/features/moderation/rights';
import { paths } from '@plenum/shared/core/wire';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Clock, RoomReport } from './room/ports.ts';
import { Rooms } from './room/Rooms.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

/** The external parts of a server: storage, conversion, media, clock and log. */
export interface Parts {
  readonly store: Store;
  readonly files: FileStore;
  readonly converter: Converter;
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly log: Logger;
  /** The folder of recordings; made with the first one. */
  readonly recordings: string;
  /** The keys of recordings: new files are encrypted with the first one, if there is one. */
  readonly recordingKeys: readonly string[];
  /** Who asks, in place of the server's own accounts. */
  readonly identity?: Identity;
  /** This server as one node of several; undefined for a single one. */
  readonly cluster?: Cluster | undefined;
}

/** A started server. */
export interface RunningServer extends Controls {
  readonly port: number;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly mail: MailQueue;
  /** What the command line orders. */
  readonly orders: Orders;
  /** This server as one node of several. */
  readonly cluster: Cluster | undefined;
  /** The process id of the recorder; undefined while none runs. */
  recorder(): number | undefined;
  /** Stops: takes no new line or request, saves every room and frees the port. The caller closes the parts. Idempotent. */
  close(): Promise<void>;
}

/** The parts and settings that all other objects of the server are built from. */
interface Base extends Service {
  readonly parts: Parts;
  readonly options: ServerOptions;
  readonly report: RoomReport;
  readonly directory: Directory;
  readonly tickets: Tickets;
  readonly entries: Entries;
  readonly outward: Outward;
  readonly newId: () => string;
  readonly grantMedia: GrantMedia;
  readonly slices: ReturnType<typeof createSlices>;
  readonly server: HttpServer;
  readonly door: LineDoor;
  /** The host and port at which a reverse proxy serves us. */
  readonly publicHost: string | undefined;
  /** How other nodes are asked; undefined for a single server. */
  readonly nodes: NodeDoor | undefined;
  /** The origins of the cluster. */
  readonly origins: (() => readonly string[]) | undefined;
}

/** The lines to clients, and the readers of the log. */
interface Lines {
  readonly roomLines: RoomLines;
  readonly mediaLines: MediaLines;
  readonly mediaRooms: MediaRooms;
  readonly mediaReader: MediaReader;
  readonly stamping: Stamping;
  readonly readers: Readers;
  readonly recorders: Recorders;
}

/** Builds the server and starts to listen. @throws the error of listen (`EADDRINUSE`, `EACCES`, …) */
export async function startServer(parts: Parts, options: ServerOptions): Promise<RunningServer> {
  const base = await createBase(parts, options);
  const { server, report, accounts, mail } = base;
  const lines = await createLines(base);
  const checkup = Checkup.start(parts);
  const disk = await DiskWatch.start({ ...parts, isLogHere: options.databaseUrl === undefined });
  const appends = new AppendWatch(parts.clock);
  const watched = appends.over(parts.store);
  const watches = { checkup, disk, appends, store: options.metrics?.over(watched) ?? watched };
  const rooms = await openRooms(base, lines, watches);
  const { ask } = parts.store;
  base.identity.onAdmitting((email) => ask.invitations.waitsFor({ email, at: parts.clock.now() }));
  base.identity.onExporting('organisations', (account) => ask.organisations.mine({ account }));
  base.identity.onExporting('meetings', (account) => ask.meetings.ofAccount({ account }));
  base.identity.onDeleting(async (account) => {
    for (const room of await base.records.operators.eraseAccount(account)) await rooms.remove(room);
    await forgetSeats({ ...parts, rooms, readers: lines.readers });
  });
  const controls = controlsOf(rooms);
  const bbb = await openBbb({ ...parts, ...base, rooms, endIn: (room) => roomOrders.end(room, '') });
  const overview = new OverviewReader({ ...parts, ...options, figures: () => controls.figures() });
  const people = async () => (await controls.figures()).members;
  const programs = await findCopyPrograms(options);
  const { maker, copies } = openCopies({ ...parts, ...base, node: base.directory.here.node, programs, people });
  const requests = createRequests(base, rooms, watches, { overview, bbb, copies });
  server.on('request', requests);
  base.nodes?.serve(requests);
  openLines(base, lines, rooms);
  await lines.recorders.serve(rooms);
  await maker.serve(requests);
  await listen(server, options);
  // The system can refuse a single connection, for example without free file handles: the process goes on.
  server.on('error', (error) => void report.failed('-', 'accepting a connection', error));
  const { port } = server.address() as AddressInfo;
  const resume = (room: RoomId) =>
    inBackground(lines.recorders.resume(room), (error) => report.failed(room, 'going on with a recording', error));
  parts.cluster?.serve(nodeRoomsOf(rooms, resume));
  const stopForgetting = forgetHourly({
    ...parts,
    ...base,
    seats: () => forgetSeats({ ...parts, rooms, readers: lines.readers }),
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    stopForgetting();
    checkup.stop();
    disk.stop();
    overview.close();
    await maker.close();
    bbb.meetings.close();
    await bbb.documents.close();
    await closeAll(base, lines, rooms);
    await base.hooks.deliveries.close();
    await accounts.settled();
    await mail.close();
  };
  const now = () => parts.clock.now();
  const orders = ordersOf({ ...parts, ...base, rooms, readers: lines.readers, version: options.version, now });
  const [recorder, { cluster }] = [() => lines.recorders.pid, parts];
  return { port, rooms, accounts, mail, orders, recorder, cluster, ...controls, close: () => (closing ??= close()) };
}

async function createBase(parts: Parts, options: ServerOptions): Promise<Base> {
  const { store, clock, log } = parts;
  const alone = { node: 'here', roomUrl: paths.roomLine, mediaUrl: paths.mediaLine };
  const directory = parts.cluster?.directory ?? new LocalDirectory(alone);
  const { here } = directory;
  const tickets = new Tickets(await store.secret('tickets'), () => clock.now(), here.node);
  const { tokenUses } = store.ask;
  const entries = new Entries({
    tickets,
    take: (use) => tokenUses.take(use),
    isLeft: (use) => tokenUses.isLeft(use),
    now: () => clock.now(),
  });
  const grantMedia: GrantMedia = (room, member) => ({
    url: here.mediaUrl,
    ticket: tickets.mintMediaTicket({ room, member }),
    ...(options.relay && relaysFor(options.relay, member, clock.now())),
  });
  const server = options.tls
    ? createHttpsServer({ ...serverTimeouts, ...options.tls })
    : createHttpServer(serverTimeouts);
  guardConnections(server, { ...options, now: () => clock.monotonic() });
  const newId = () => randomBytes(12).toString('base64url');
  const [report, slices, publicHost] = [createReport(log), createSlices(grantMedia), proxiedHost(options)];
  const origins = parts.cluster && (() => [publicAddress(options, options.port), ...(parts.cluster?.origins ?? [])]);
  const door = new LineDoor({ ...options, publicHost, origins, now: () => clock.monotonic() });
  const nodes = options.nodes && (await NodeDoor.open({ ...options.nodes, failed: failedIn(report) }));
  const { outward: settings = defaultOutward } = options;
  const outward = new HttpOutward({ settings, agent: `Plenum/${options.version}`, resolve: options.outward?.resolve });
  const settled = { parts, options, report, directory, tickets, entries, outward };
  const base = { ...settled, newId, grantMedia, slices, server, publicHost, door, nodes, origins };
  return { ...base, ...(await openService(base)) };
}

async function createLines({ parts, ...base }: Base): Promise<Lines> {
  const { report, slices } = base;
  const { engine, clock, store, files } = parts;
  const common = { ...base, clock };
  const contracts = slices.all.map(({ reducer }) => reducer.contract);
  const mediaRooms = new MediaRooms(engine, slices.media, mediaRules, report);
  const media = { mediaRooms, slice: slices.media, rules: mediaRules };
  const mediaLines = new MediaLines({ ...common, ...media, limit: lineLimit(contracts, 'requests') });
  const roomLines = new RoomLines({
    ...common,
    limit: lineLimit(contracts, 'commands'),
    onParting: (room, member) => mediaLines.end(room, member),
  });
  const mediaReader = new MediaReader({ orders: mediaRules.orders, mediaRooms, mediaLines, report });
  const stamping = new Stamping({ stamper: new StampThread(), clock, report });
  const durable = [releasedFiles(fileReleases, files, report), meetingHistory(store, report), base.hooks.reader];
  const readers = await Readers.open({ store, clock, report, readers: durable });
  base.hooks.onFirstHook(() => readers.scan(base.hooks.reader.name));
  const recorders = new Recorders({
    root: parts.recordings,
    keys: parts.recordingKeys,
    records: base.records.recordings,
    slices: slices.all,
    mediaOf: (room) => mediaRooms.of(room),
    files,
    clock,
    report,
    onReport: (message, details) => parts.log.error(details, message),
  });
  return { roomLines, mediaLines, mediaRooms, mediaReader, stamping, readers, recorders };
}

function openRooms({ parts, options, ...base }: Base, lines: Lines, watches: Watches): Promise<Rooms> {
  const { files, clock } = parts;
  const { store, disk } = watches;
  const { report, directory, newId, slices, tickets } = base;
  const { roomLines, mediaLines, mediaRooms, mediaReader, stamping, readers, recorders } = lines;
  return Rooms.open({
    directory,
    store,
    slices: slices.all,
    clock,
    newId,
    channelOf: (room) => roomLines.channelOf(room),
    report,
    readers: [mediaReader.onCommitted, readers.onCommitted, stamping.onCommitted, recorders.onCommitted],
    onClosed: (room) => {
      mediaRooms.close(room);
      if (directory.hasOthers) recorders.leave(room);
    },
    onGiven: (room) => recorders.leave(room),
    rightsUnder,
    bounds: options.bounds,
    logBytes: options.logBytes,
    isDiskFull: () => disk.isFull,
    acquaintance: knows,
    passTo: (room, { id: member, name, role, person }) => ({
      url: directory.here.roomUrl,
      ticket: tickets.mintRoomTicket({ room, member, name, role, person, standing: 'inside' }),
    }),
    onAway: (room, member) => mediaLines.end(room, member),
    shareFiles: async (parent, child, ids) => {
      for (const id of ids) await files.share(parent, id, child);
    },
    eraseBeside: (room) => files.removeRoom(room),
    graceMs: options.graceMs,
    crowdPauseMs: 20,
    retentionMs: options.retentionMs,
    unenteredMs: options.unenteredMs,
  });
}

function createRequests(
  { parts, options, ...base }: Base,
  rooms: Rooms,
  watches: Watches,
  { overview, bbb, copies }: { readonly overview: OverviewReader; readonly bbb: Bbb; readonly copies: RecordingCopies },
): RequestListener {
  const { store, engine, files, converter, clock, log } = parts;
  const { report, directory, tickets, entries, newId, publicHost, accounts, identity, records, door } = base;
  const { nodes, origins } = base;
  // The check writes to the database, and anybody may ask, so one result serves all callers of a second.
  const probe = new SharedLook(clock, () => store.healthy());
  const readiness = async () => {
    const missing = await missingPart({ engine, files, healthy: () => probe.find() }, watches);
    return { ...missing, faults: options.faults?.() ?? 0 };
  };
  const app = createApp({
    ...options,
    here: directory.here,
    rooms,
    tickets,
    entries,
    accounts,
    files,
    converter,
    fileEndpoints,
    makeSlides,
    refusalOf,
    identity,
    records,
    orders: roomOrders,
    loadOf: (room) => loadOf(rooms, room),
    overview: () => overview.read(readiness),
    brought: broughtCounter(parts, report),
    newId,
    copies,
    bbbParts: bbb.parts,
    requireNotEnded: (room) => bbb.meetings.requireNotEnded(room),
    door,
    nodes,
    origins,
    publicHost,
    onAnswered: options.metrics?.onAnswered,
    openingOf: (wish) => ({ ...openingOf(options.roomLimit, wish), whiteboard: newBoard }),
    readiness,
    log,
    failed: (what, error) => void report.failed('-', what, error),
    now: () => clock.now(),
    tls: options.tls !== undefined,
  });
  // engine.io answers the requests on its path, but does not keep them from later listeners.
  return (request, response) => void (isRoomPath(request.url) || app(request, response));
}

/** Admits lines: the rooms exist now. */
function openLines({ server }: Base, lines: Lines, rooms: Rooms): void {
  const { roomLines, mediaLines, mediaReader, stamping } = lines;
  for (const one of [roomLines, mediaReader, stamping, mediaLines]) one.serve(rooms);
  server.on('upgrade', (request, socket, head) => {
    if (isMediaPath(request.url)) mediaLines.upgrade(request, socket, head);
    else if (!isRoomPath(request.url)) socket.destroy();
  });
}

async function closeAll({ server, nodes }: Base, lines: Lines, rooms: Rooms): Promise<void> {
  const { stamping, mediaLines, roomLines, readers, recorders } = lines;
  const stopped = stopListening(server);
  // First, so that no ballot paper is stamped for a room that is closing.
  await stamping.close();
  await recorders.close();
  await rooms.close();
  mediaLines.close();
  await roomLines.close();
  await nodes?.close();
  await stopped;
  // Last, because running handlers may take a while.
  await readers.close();
}

/** True for a path of the room lines; engine.io uses the same rule. */
function isRoomPath(url: string | undefined): boolean {
  return url?.startsWith(`${paths.roomLine}/`) ?? false;
}
