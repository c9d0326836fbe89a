import { inBackground } from '@plenum/shared/core/background';
import { LimitMet } from '@plenum/shared/core/errors';
import { FileId, type RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import { recording, type StopReason } from '@plenum/shared/features/recording/contract';
import { type RecorderFact, serveRecording } from '../features/recording/recording.ts';
import type { MediaRoom } from '../media/MediaEngine.ts';
import type { Recordings } from '../records/recording/recording.ts';
import type { Clock, LogReader, RoomReport } from '../room/ports.ts';
import { Moved } from '../cluster/Directory.ts';
import type { Room } from '../room/Room.ts';
import type { AnySlice } from '../room/serve.ts';
import type { Reserved } from '../storage/recordPorts.ts';
import type { FileStore } from '../storage/files/FileStore.ts';
import { contentsOf } from './contentsOf.ts';
import { RecordingFiles } from './files/RecordingFiles.ts';
import { RecordingKeys } from './files/RecordingKeys.ts';
import { RecorderProcess } from './RecorderProcess.ts';
import { RecordingFolder } from './RecordingFolder.ts';
import { Session } from './Session.ts';

interface RecordersOptions {
  /** The folder of all recordings. */
  readonly root: string;
  /** The keys of recordings: new files are encrypted with the first one. */
  readonly keys: readonly string[];
  readonly records: Recordings;
  readonly slices: readonly AnySlice[];
  readonly mediaOf: (room: Room) => Promise<MediaRoom>;
  readonly files: Pick<FileStore, 'share' | 'shortage'>;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly onReport: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** The rooms, as far as recordings need them. */
interface Homes {
  find(id: RoomId): Promise<Room | undefined>;
}

/** A recording that runs, with its part of the organisation's space. */
interface Running {
  readonly session: Session;
  readonly room: Room;
  bytes: number;
  /** Bytes when they were last written to the database. */
  noted: number;
  /** The organisation's space when they were, and how many bytes may be written; undefined without a bound. */
  reserved: Reserved | undefined;
  isReserving: boolean;
  warned: number;
}

/** The parts of the space, in percent, at which everybody is warned. */
const warnings = [80, 95] as const;
/** The size of a running recording is written to the database after so many more bytes. */
const noteEvery = 5_000_000;

/** Records what the rooms of this server say is recorded, and nothing else. */
export class Recorders {
  readonly #options: RecordersOptions;
  readonly #process: RecorderProcess;
  readonly #files: RecordingFiles;
  readonly #running = new Map<RoomId, Running>();
  /** Rooms whose recording is being begun or ended: one act after the other. */
  readonly #acts = new Map<RoomId, Promise<void>>();
  #homes: Homes | undefined;

  constructor(options: RecordersOptions) {
    this.#options = options;
    this.#process = new RecorderProcess(options);
    this.#files = new RecordingFiles(new RecordingKeys(options.keys));
  }

  /** The recorder's process, for tests that end it. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Begins: goes on with the recordings of rooms that were restored, and completes those that ended with the server. */
  async serve(homes: Homes): Promise<void> {
    this.#homes = homes;
    for (const { id, room } of await this.#options.records.unfinished()) await this.#resume(id, room);
  }

  /** This node has taken a room over: goes on with its recording. */
  async resume(room: RoomId): Promise<void> {
    const unfinished = await this.#options.records.unfinished();
    for (const one of unfinished) if (one.room === room) await this.#resume(one.id, room);
  }

  /** Another node has the room from now on: completes the files that are written here, and leaves the recording to it. */
  leave(room: RoomId): void {
    const session = this.#running.get(room)?.session;
    if (!session) return;
    this.#running.delete(room);
    session.pause();
    this.#act(room, () => session.stop());
  }

  readonly onCommitted: LogReader = (room, entries) => {
    const running = this.#running.get(room);
    for (const entry of entries) {
      if (entry.feature === recording.name) this.#follow(room, entry);
    }
    running?.session.take(entries);
  };

  /** Resolves when nothing is being begun or ended. */
  async idle(): Promise<void> {
    while (this.#acts.size > 0) await Promise.all(this.#acts.values());
  }

  /** Completes all files. The recordings go on when the server is back. */
  async close(): Promise<void> {
    await this.idle();
    for (const { session } of this.#running.values()) session.pause();
    await this.#process.end();
  }

  #follow(room: RoomId, { event, payload }: LogEntry): void {
    const session = this.#running.get(room)?.session;
    switch (event) {
      case 'asked':
      case 'broke':
        return this.#act(room, () => this.#begin(room));
      case 'begun':
      case 'resumed':
        return session?.run();
      case 'paused':
        return session?.pause();
      case 'stopped': {
        // At once, so that nothing more is written; the files are completed afterwards.
        session?.pause();
        const { id } = recording.events.stopped.payload.parse(payload);
        return this.#act(room, () => this.#end(room, id));
      }
    }
  }

  async #resume(id: string, room: RoomId): Promise<void> {
    let home: Room | undefined;
    try {
      home = await this.#homes?.find(room);
    } catch (error) {
      // That node records it.
      if (error instanceof Moved) return;
    }
    const now = home?.committed(recording).recording;
    if (now?.id === id) this.#act(room, () => this.#begin(room));
    else this.#act(room, () => this.#complete(id, room));
  }

  /** Begins a recording, or goes on with one after a restart. */
  async #begin(id: RoomId): Promise<void> {
    const { records, slices, mediaOf, clock } = this.#options;
    const room = await this.#homes?.find(id);
    const now = room?.committed(recording).recording;
    if (!room || !now || this.#running.has(id)) return;
    // What was written before a restart is kept: such a recording is stopped, a new one never began.
    const is = now.run.spentMs > 0 ? ('failed' as const) : ('refused' as const);
    const refuse = (why: StopReason) => room.tell(serveRecording, { id: now.id, is, why });
    if (await this.#isDiskFull()) return refuse('diskFull');
    const folder = this.#folder(now.id);
    const before = await folder.read().catch((error: unknown) => {
      // It is encrypted, and its key is missing.
      refuse('disk');
      throw error;
    });
    let reserved: Reserved | undefined;
    try {
      const parent = this.#running.get(room.record.parent ?? '')?.session.id;
      const { bytes } = before;
      reserved = await records.begin(room, {
        id: now.id,
        chat: now.chat,
        at: clock.now(),
        bytes,
        ...(parent && { parent }),
      });
    } catch (error) {
      refuse(error instanceof LimitMet ? 'full' : 'disk');
      if (!(error instanceof LimitMet)) throw error;
      return;
    }
    const media = await mediaOf(room);
    const session = new Session(
      {
        id: now.id,
        room,
        media,
        folder: folder.path,
        chat: now.chat,
        process: this.#process,
        reducers: slices.map(({ reducer }) => reducer),
        clock,
        onNamed: (texts) => this.#keepFiles(room, now.id, texts),
      },
      before.duration,
    );
    const running: Running = {
      session,
      room,
      bytes: before.bytes,
      noted: before.bytes,
      reserved,
      isReserving: false,
      warned: 0,
    };
    this.#running.set(id, running);
    this.#process.follow(folder.path, {
      onBytes: (bytes) => this.#count(running, bytes),
      onFailed: (why) => this.#tell(running, { is: 'failed', why: stopReasons[why] }),
      onSlow: (slow) => this.#tell(running, { is: 'slow', slow }),
      onLost: () => {
        this.#grant(running);
        session.reopen();
      },
    });
    this.#grant(running);
    // A paused recording waits for its `resumed`.
    if (now.run.is === 'paused') return;
    room.tell(serveRecording, {
      id: now.id,
      is: 'begun',
      spentMs: before.duration,
      ...(reserved && { space: spaceOf(reserved) }),
    });
    // At the beginning too: when the meeting ends for everyone, nobody is left to be told the link.
    const key = is === 'refused' ? await records.managerKey(now.id) : undefined;
    if (key !== undefined) room.tell(serveRecording, { id: now.id, is: 'linked', key });
  }

  async #end(room: RoomId, id: string): Promise<void> {
    const running = this.#running.get(room);
    // A later recording of the room may run already.
    if (running?.session.id === id) {
      this.#running.delete(room);
      await running.session.stop();
    }
    await this.#complete(id, room, running?.room);
  }

  /** Writes that a recording is ready. Without a space, its moderators get the link. */
  async #complete(id: string, roomId: RoomId, room?: Room): Promise<void> {
    const { records } = this.#options;
    const { bytes, duration } = await this.#folder(id).read();
    const key = await records.ready({ id, bytes, duration });
    if (key === undefined) return;
    const home = room ?? (await this.#homes?.find(roomId).catch(() => undefined));
    home?.tell(serveRecording, { id, is: 'linked', key });
  }

  #folder(id: string): RecordingFolder {
    return new RecordingFolder(this.#options.root, id, this.#files);
  }

  #count(running: Running, bytes: number): void {
    running.bytes = bytes;
    const { reserved, noted } = running;
    const isShort = reserved && reserved.upTo - bytes < (reserved.upTo - noted) / 2;
    if ((isShort || bytes - noted > noteEvery) && !running.isReserving) {
      running.isReserving = true;
      this.#aside(
        running.room.id,
        this.#reserve(running).finally(() => (running.isReserving = false)),
      );
    }
    if (!reserved) return;
    const space = { bytes: reserved.bytes + bytes - noted, most: reserved.most };
    const percent = warnings.findLast((one) => space.bytes >= (space.most * one) / 100) ?? 0;
    if (percent <= running.warned) return;
    running.warned = percent;
    this.#tell(running, { is: 'used', percent, space });
  }

  /** Writes how large it is, gets more bytes, and stops it before the disk is so full that meetings cannot be saved. */
  async #reserve(running: Running): Promise<void> {
    const { session, bytes } = running;
    const reserved = await this.#options.records.reserve(session.id, bytes, session.spentMs);
    // It has ended meanwhile, and nothing may be kept for it any more.
    if (this.#running.get(running.room.id) !== running) return;
    running.noted = bytes;
    running.reserved = reserved;
    this.#grant(running);
    if (await this.#isDiskFull()) this.#tell(running, { is: 'failed', why: 'diskFull' });
  }

  /** Tells the recorder how much it may write: it never writes more, also when this process is slow. */
  #grant({ session, reserved }: Running): void {
    if (reserved) this.#process.order({ do: 'grant', folder: session.folder, upTo: reserved.upTo });
  }

  async #isDiskFull(): Promise<boolean> {
    const shortage = await this.#options.files.shortage();
    return shortage === 'disk' || shortage === 'full';
  }

  #tell({ room, session: { id } }: Running, fact: FactOf<RecorderFact>): void {
    room.tell(serveRecording, { ...fact, id });
  }

  /** Keeps the files that a line of the log names. Texts that are no ids of files, and files that are gone, are skipped. */
  #keepFiles(room: Room, id: string, texts: readonly string[]): void {
    const files = texts.filter((text) => FileId.safeParse(text).success);
    const kept = Promise.allSettled(files.map((file) => this.#options.files.share(room.id, file, contentsOf(id))));
    this.#aside(
      room.id,
      kept.then(() => undefined),
    );
  }

  #act(room: RoomId, act: () => Promise<void>): void {
    const before = this.#acts.get(room) ?? Promise.resolve();
    const done: Promise<void> = before
      .then(act)
      .catch((error: unknown) => void this.#options.report.failed(room, 'recording', error))
      .finally(() => {
        if (this.#acts.get(room) === done) this.#acts.delete(room);
      });
    this.#acts.set(room, done);
  }

  #aside(room: RoomId, work: Promise<void>): void {
    inBackground(work, (error) => this.#options.report.failed(room, 'recording', error));
  }
}

/** Why a recording stops that the recorder cannot write. */
const stopReasons = { limit: 'full', full: 'diskFull', disk: 'disk' } as const;

function spaceOf({ bytes, most }: Reserved): { bytes: number; most: number } {
  return { bytes, most };
}

type FactOf<F> = F extends unknown ? Omit<F, 'id'> : never;
