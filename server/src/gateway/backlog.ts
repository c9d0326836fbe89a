/** What may wait for one reader, in bytes; beyond it the line is cut, and the client comes back for what it missed. */
export const backlogBytes = 1_048_576;
/** How long a welcome may be on its way, in ms: the client does not wait longer for one. */
const welcomeMs = 15_000;
/** What all welcomes on their way may weigh together, in bytes. */
const welcomesBytes = 256 * 1_048_576;

/** The WebSocket below a line. */
export interface Pipe {
  /** Bytes that the system has not taken yet. */
  readonly bufferedAmount: number;
  /** Ends it at once, with everything that waits. */
  terminate(): void;
}

/**
 * What waits for one reader: in our queue, and in the socket below it. A frame is taken whatever its size when little
 * waits before it, so one line holds at most `backlogBytes` and one frame. A welcome is the whole state of a meeting and
 * may be large: it and what was put before it do not count, but it must be gone within its time.
 */
export class Backlog {
  readonly #pipe: Pipe;
  readonly #now: () => number;
  /** Bytes since the line is open. */
  #put = 0;
  /** Those of them that the socket does not have yet. */
  #queued = 0;
  #welcome = { end: 0, at: 0 };
  #isCut = false;

  /** @param now monotonic ms */
  constructor(pipe: Pipe, now: () => number) {
    this.#pipe = pipe;
    this.#now = now;
  }

  /** Bytes that wait. */
  get waiting(): number {
    return this.#isCut ? 0 : this.#queued + this.#pipe.bufferedAmount;
  }

  /** Counts a frame that enters the queue. The line is cut when too much waits before it. */
  put(bytes: number): void {
    this.look();
    this.#put += bytes;
    this.#queued += bytes;
  }

  /** The queue has gone into the socket. */
  flushed(): void {
    this.#queued = 0;
  }

  /** The frame that was put last is a welcome. */
  welcomed(): void {
    this.#welcome = { end: this.#put, at: this.#now() };
  }

  /** Cuts the line when too much waits, or its welcome for too long. */
  look(): void {
    const { waiting } = this;
    if (waiting === 0) return;
    const behindWelcome = this.#put - this.#welcome.end;
    const isLate = waiting > behindWelcome && this.#welcome.end > 0 && this.#now() - this.#welcome.at > welcomeMs;
    if (isLate || Math.min(waiting, behindWelcome) > backlogBytes) this.cut();
  }

  /** Ends the line with everything that waits. */
  cut(): void {
    this.#isCut = true;
    this.#pipe.terminate();
  }
}

/** All lines together: what `Backlog.put` cannot see, looked at from time to time. */
export function lookAtAll(backlogs: Iterable<Backlog>): void {
  const waiting: Backlog[] = [];
  let sum = 0;
  for (const backlog of backlogs) {
    backlog.look();
    if (backlog.waiting > 0) waiting.push(backlog);
    sum += backlog.waiting;
  }
  if (sum <= welcomesBytes) return;
  for (const backlog of waiting.sort((one, other) => other.waiting - one.waiting)) {
    if (sum <= welcomesBytes) return;
    sum -= backlog.waiting;
    backlog.cut();
  }
}
