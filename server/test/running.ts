import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import * as z from 'zod/mini';
import type { Reply } from '@plenum/shared/core/errors';
import { eventsIn, lineEvents, paths, Welcome } from '@plenum/shared/core/wire';
import { CreateRoomOutput, TicketOutput } from '@plenum/shared/api/room/contract';
import { systemClock } from '../src/clock.ts';
import { type RunningServer, startServer } from '../src/compose.ts';
import type { ServerOptions } from '../src/serverOptions.ts';
import { Converter } from '../src/conversion/Converter.ts';
import { FakeIdentity } from '../src/identity/testing/FakeIdentity.ts';
import { createLog } from '../src/log.ts';
import { FakeMediaEngine } from '../src/media/FakeMediaEngine.ts';
import type { FileStore } from '../src/storage/files/FileStore.ts';
import { DiskFileStore, type DiskLimits } from '../src/storage/files/DiskFileStore.ts';
import { openStore } from '../src/storage/openStore.ts';
import type { Store } from '../src/storage/ports.ts';

type Conversion = Omit<Parameters<typeof Converter.create>[0], 'folder'>;

/** The settings in which a test differs from most. */
interface Settings {
  readonly disk?: Partial<DiskLimits>;
  readonly options?: Partial<ServerOptions>;
  /** True: people sign in; otherwise requests are from the accounts of `FakeIdentity`. */
  readonly signsIn?: true;
}

/** A whole server on a free port with its own data folder; only the media engine is the fake one. */
export class Running {
  readonly folder: string;
  readonly engine = new FakeMediaEngine();
  /** The clock of the next start. */
  clock = systemClock;
  readonly identity = new FakeIdentity();
  store!: Store;
  files!: FileStore;
  readonly #conversion: Conversion;
  readonly #settings: Settings;
  server!: RunningServer;
  /** Wraps a part of the server, by name; takes effect at the next `start`. */
  wrap = <T extends object>(_port: string, part: T): T => part;
  /** The lines of the server's log, at the most verbose level. */
  readonly logged: string[] = [];
  #stop: () => Promise<void> = async () => undefined;
  readonly #sockets = new Set<Socket>();
  /** The keys of recordings of the next start. */
  recordingKeys: readonly string[] = [];
  /** The settings of the next start. */
  settings: Partial<ServerOptions> = {};

  private constructor(folder: string, conversion: Conversion, settings: Settings) {
    this.folder = folder;
    this.#conversion = conversion;
    this.#settings = settings;
  }

  /** @param conversion how uploads are converted */
  static async create(conversion: Conversion = {}, settings: Settings = {}): Promise<Running> {
    return Running.on(await mkdtemp(join(tmpdir(), 'plenum-test-')), conversion, settings);
  }

  /** Runs on an existing data folder, which is deleted at the end. */
  static async on(folder: string, conversion: Conversion = {}, settings: Settings = {}): Promise<Running> {
    const running = new Running(folder, conversion, settings);
    await mkdir(join(running.folder, 'client'), { recursive: true });
    await writeFile(join(running.folder, 'client', 'index.html'), '<!doctype html><title>Plenum</title>');
    await running.start();
    return running;
  }

  async start(): Promise<void> {
    const databaseUrl = this.settings.databaseUrl ?? this.#settings.options?.databaseUrl;
    const database = databaseUrl === undefined ? {} : { databaseUrl };
    const store = this.wrap(
      'store',
      await openStore({ data: this.folder, ...database, onUnreadable: () => undefined }),
    );
    this.store = store;
    const disk = { quotaBytes: Number.POSITIVE_INFINITY, freeBytes: 0, ...this.#settings.disk };
    const files = this.wrap('files', await DiskFileStore.create(join(this.folder, 'files'), disk));
    this.files = files;
    const converter = this.wrap(
      'converter',
      await Converter.create({ folder: join(this.folder, 'converting'), ...this.#conversion }),
    );
    const { engine } = this;
    const identity = this.#settings.signsIn ? {} : { identity: this.identity };
    const log = createLog('trace', { write: (line) => void this.logged.push(line) });
    this.server = await startServer(
      {
        store,
        files,
        converter,
        engine,
        ...identity,
        clock: this.clock,
        log,
        recordings: join(this.folder, 'recordings'),
        recordingKeys: this.recordingKeys,
      },
      {
        host: '127.0.0.1',
        port: 0,
        publicHost: undefined,
        tls: undefined,
        bounds: { roomPeople: 500, roomWaiting: 100, addressSeats: 500, addressWaiting: 10 },
        logBytes: 256 * 1024 * 1024,
        trustProxy: 0,
        clientFolder: join(this.folder, 'client'),
        version: '0.0.0',
        graceMs: 60_000,
        retentionMs: 3_600_000,
        unenteredMs: 600_000,
        recordingDays: 90,
        copies: false,
        importBytes: 1024 ** 3,
        createRooms: { who: 'everyone' },
        identity: { registration: 'open', providers: [], homes: 'off', guests: 'off' },
        mail: { by: 'outbox', folder: join(this.folder, 'outbox'), from: 'Plenum <plenum@localhost>' },
        roomsPerHour: 10_000,
        dailyBytes: { person: 2 * 1024 ** 3, address: 10 * 1024 ** 3 },
        publicPort: 443,
        addressLines: 2_000,
        ...this.#settings.options,
        ...this.settings,
      },
    );
    this.#stop = async () => {
      await this.server.close();
      await store.close();
    };
  }

  get origin(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  /** Stops the server and keeps the data, as before a restart. */
  stop(): Promise<void> {
    return this.#stop();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.disconnect();
    await this.stop();
    await this.engine.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** One request, like one from a page of this server. */
  async http(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        origin: this.origin,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? (JSON.parse(text) as unknown) : undefined,
    };
  }

  async createRoom(title = 'Test'): Promise<CreateRoomOutput> {
    return CreateRoomOutput.parse((await this.http('POST', '/api/rooms', { title })).json);
  }

  async ticket(room: string, name: string, key?: string): Promise<string> {
    const { json } = await this.http('POST', `/api/rooms/${room}/tickets`, { name, key });
    return TicketOutput.parse(json).ticket;
  }

  /** A room line's socket that is not connected yet. */
  socket(auth: object, origin: string = this.origin): Socket {
    const socket = io(this.origin, {
      path: paths.roomLine,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      auth,
      extraHeaders: { origin },
    });
    this.#sockets.add(socket);
    return socket;
  }

  /** Connects and waits for the welcome. Rejects with the data of the refusal. */
  async connect(auth: object, origin?: string): Promise<RoomLine> {
    const socket = this.socket(auth, origin);
    const line = new RoomLine(socket);
    const welcome = new Promise<Welcome>((resolve, reject) => {
      socket.once(lineEvents.welcome, (data: unknown) => resolve(Welcome.parse(data)));
      socket.once('connect_error', (error) => reject('data' in error && error.data ? error.data : error));
      socket.once('disconnect', (reason) => reject(new Error(reason)));
    });
    socket.connect();
    line.welcome = await welcome;
    return line;
  }

  async enter(room: string, name: string, key?: string): Promise<RoomLine> {
    return this.connect({ ticket: await this.ticket(room, name, key) });
  }
}

const AnyReply = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

/** The room line of one member, for tests. */
export class RoomLine {
  readonly socket: Socket;
  welcome!: Welcome;
  readonly heard: { readonly name: string; readonly payload: unknown }[] = [];
  goodbye: unknown;
  #keys = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, payload: unknown, meta: unknown) => {
      for (const [event, content] of eventsIn(name, payload, meta)) this.heard.push({ name: event, payload: content });
    });
    socket.on(lineEvents.goodbye, (data: unknown) => (this.goodbye = data));
  }

  /** The ticket of the welcome. @throws Error for a member who waits outside, who gets none */
  get mediaTicket(): string {
    const { media } = this.welcome;
    if (!media) throw new Error('This welcome has no media.');
    return media.ticket;
  }

  async ask(name: string, input: unknown, key?: string): Promise<Reply> {
    this.#keys += 1;
    return this.raw(name, { key: key ?? `key-${this.#keys}`, input });
  }

  /** Sends any arguments and waits for the acknowledgement. */
  async raw(name: string, ...args: unknown[]): Promise<Reply> {
    return AnyReply.parse(await this.socket.timeout(25_000).emitWithAck(name, ...args)) as Reply;
  }

  closed(): Promise<unknown> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }
}
