import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import type { Clock } from '../room/ports.ts';
import { orderMessage, type OpenStream, type Order, packetMessage, Word } from './child/wire.ts';

/** Above this many bytes on their way, pictures are dropped; above the second bound, sound too. */
const mostPictureBytes = 8 * 1024 * 1024;
const mostBytes = 24 * 1024 * 1024;
/** Above this many, a recording ends: its log cannot be written, and no line of a log is dropped. */
const mostLineBytes = 32 * 1024 * 1024;
/** Below this many, the disk is fast enough again. */
const calmBytes = 1024 * 1024;
/** The bound of the process's own memory, in MB. */
const memoryMb = 256;
/** How long the process may take to complete all files when the server stops, in ms. */
const closingMs = 10_000;

/** How long a process that died is not started again, by how often it died in a row, in ms. */
const pausesMs = [0, 500, 2_000, 8_000] as const;
/** A process that lived for so long died by chance: the count begins anew. In ms. */
const soundMs = 60_000;

/** What the process tells of one recording. */
export interface RecordingEvents {
  /** All bytes of the recording by now. */
  onBytes(bytes: number): void;
  onFailed(why: 'limit' | 'full' | 'disk', message: string): void;
  onSlow(slow: boolean): void;
  /** The process died: streams must be opened again. */
  onLost(): void;
}

interface Options {
  readonly clock: Clock;
  /** The keys of recordings: new files are encrypted with the first one. */
  readonly keys?: readonly string[];
  /** The file of the program; tests bring another one. */
  readonly program?: string;
  readonly onReport: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** The process that writes all recordings of this server. It starts with the first one, and again when it dies. */
export class RecorderProcess {
  readonly #options: Options;
  readonly #recordings = new Map<string, RecordingEvents>();
  readonly #askForKey = new Map<number, () => void>();
  readonly #finishing = new Map<string, (() => void)[]>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #isSlow = false;
  #life: 'open' | 'closed' = 'open';
  #startedAt = 0;
  /** How often the process died in a row. */
  #deaths = 0;
  /** Lines that came while the process is down; they are written first when it is back. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Set while a process that died is not started again. */
  #cancelStart: (() => void) | undefined;
  /** Recordings that ended because too many bytes wait. */
  readonly #overfull = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** The process, for tests that end it. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The events of the recording in this folder, until `finish`. */
  follow(folder: string, events: RecordingEvents): void {
    this.#recordings.set(folder, events);
    this.#overfull.delete(folder);
  }

  /** Begins a stream; returns its number. */
  open(stream: Omit<OpenStream, 'do' | 'id'>, askForKey: () => void): number {
    const id = (this.#lastId += 1);
    this.#askForKey.set(id, askForKey);
    this.order({ do: 'open', id, ...stream });
    return id;
  }

  /** Writes a packet, unless too many bytes wait for the disk. */
  packet(id: number, packet: Buffer, { at, isPicture }: { at: number; isPicture: boolean }): void {
    const waiting = this.#child?.stdin?.writableLength ?? 0;
    if (waiting > mostPictureBytes) this.#slow(true);
    else if (waiting < calmBytes) this.#slow(false);
    if (waiting > (isPicture ? mostPictureBytes : mostBytes)) return;
    this.#child?.stdin?.write(packetMessage(id, at, packet));
  }

  close(id: number, at: number): void {
    this.#askForKey.delete(id);
    this.order({ do: 'close', id, at });
  }

  order(order: Order): void {
    if (this.#life === 'closed') return;
    const message = orderMessage(order);
    const waiting = this.#heldBytes + (this.#child?.stdin?.writableLength ?? 0);
    if (order.do === 'report' && waiting > mostBytes) return;
    if (order.do === 'line' && waiting + message.length > mostLineBytes) return this.#overflow(order.folder);
    if (!this.#cancelStart) this.#running().stdin?.write(message);
    // Streams are opened again when the process is back; what is said of them until then means nothing to it.
    else if (order.do === 'line') {
      this.#held.push(message);
      this.#heldBytes += message.length;
    }
  }

  #overflow(folder: string): void {
    if (this.#overfull.has(folder)) return;
    this.#overfull.add(folder);
    this.#options.onReport('a recording cannot be written', { folder, reason: 'too many bytes wait for the disk' });
    this.#recordings.get(folder)?.onFailed('disk', 'too many bytes wait for the disk');
  }

  /** Completes all files of a recording. Resolves also when the process died: the files play, and are completed later. */
  async finish(folder: string, at: number): Promise<void> {
    this.#recordings.delete(folder);
    this.#overfull.delete(folder);
    if (!this.#child) return;
    const finished = new Promise<void>((resolve) => {
      this.#finishing.set(folder, [...(this.#finishing.get(folder) ?? []), resolve]);
    });
    this.order({ do: 'finish', folder, at });
    await finished;
  }

  /** Completes all files and ends the process. Idempotent. */
  async end(): Promise<void> {
    if (this.#cancelStart && this.#heldBytes > 0) this.#restart();
    this.#cancelStart?.();
    const child = this.#child;
    this.#life = 'closed';
    if (!child) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    const kill = setTimeout(() => child.kill('SIGKILL'), closingMs);
    await exited;
    clearTimeout(kill);
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const {
      clock,
      keys = [],
      program = fileURLToPath(new URL('./child/recorder.ts', import.meta.url)),
    } = this.#options;
    const args = [`--max-old-space-size=${memoryMb}`, '--v8-pool-size=1', '--no-warnings', program];
    // A group of its own: the keys that stop a server in a terminal must not stop it before the server says so.
    const child: ChildProcess = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.#child = child;
    this.#startedAt = clock.monotonic();
    child.on('error', (error) => this.#onExit(child, error.message));
    // Without file handles there are no pipes. A write to a process that died fails; `exit` says it too.
    child.stdin?.on('error', () => {});
    child.once('exit', (code, signal) => this.#onExit(child, `ended with ${signal ?? code}`));
    // Through its input: arguments and environment of a process can be read by others.
    if (keys.length > 0) child.stdin?.write(orderMessage({ do: 'keys', keys: [...keys] }));
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    return child;
  }

  #hear(line: string): void {
    const word = wordOf(line);
    if (!word) return;
    switch (word.is) {
      case 'keyFrame':
        return this.#askForKey.get(word.id)?.();
      case 'bytes':
        return this.#recordings.get(word.folder)?.onBytes(word.bytes);
      case 'failed':
        if (word.why === 'limit') return this.#recordings.get(word.folder)?.onFailed(word.why, word.message);
        this.#options.onReport('a recording cannot be written', { folder: word.folder, reason: word.message });
        return this.#recordings.get(word.folder)?.onFailed(word.why, word.message);
      case 'finished':
        for (const resolve of this.#finishing.get(word.folder) ?? []) resolve();
        this.#finishing.delete(word.folder);
    }
  }

  #onExit(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#askForKey.clear();
    for (const resolves of this.#finishing.values()) for (const resolve of resolves) resolve();
    this.#finishing.clear();
    if (this.#life === 'closed') return;
    const { clock, onReport } = this.#options;
    this.#deaths = clock.monotonic() - this.#startedAt > soundMs ? 1 : this.#deaths + 1;
    onReport('the recorder died', { reason, inARow: this.#deaths });
    const pauseMs = pausesMs[this.#deaths - 1];
    if (pauseMs !== undefined) {
      this.#cancelStart = clock.after(pauseMs, () => this.#restart());
      return;
    }
    // It dies each time: the recordings end with words. The next one that somebody starts may try again.
    this.#deaths = 0;
    for (const recording of this.#recordings.values()) recording.onFailed('disk', reason);
  }

  /** Starts the process again and writes what came meanwhile. */
  #restart(): void {
    this.#cancelStart?.();
    this.#cancelStart = undefined;
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (held.length > 0) for (const message of held) this.#running().stdin?.write(message);
    for (const recording of this.#recordings.values()) recording.onLost();
  }

  #slow(slow: boolean): void {
    if (slow === this.#isSlow) return;
    this.#isSlow = slow;
    for (const recording of this.#recordings.values()) recording.onSlow(slow);
  }
}

/** What the recorder said; undefined for a line that is cut short, or that Node wrote. */
function wordOf(line: string) {
  try {
    return Word.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
