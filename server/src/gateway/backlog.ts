/** The most bytes that may wait for one client; beyond it the line is cut, and the client comes back for what it missed. */
export const backlogBytes = 1_048_576;
/** How long the delivery of a welcome may take, in ms: the client waits no longer either. */
const welcomeMs = 15_000;
/** The most bytes of all undelivered welcomes together. */
const welcomesBytes = 256 * 1_048_576;

/** The WebSocket of a line. */
export interface RawSocket {
  /** The bytes that the operating system has not taken yet. */
  readonly bufferedAmount: number;
  /** Closes the socket at once and drops the bytes that wait. */
  terminate(): void;
}

/**
 * The bytes that wait for one client: in our queue, and in the socket below it. A frame of any size is taken while little
 * waits before it, so one line holds at most `backlogBytes` and one frame. A welcome is the whole state of a meeting and
 * may be large: it and the frames before it do not count, but it must be delivered in time.
 */
export class Backlog {
  readonly #socket: RawSocket;
  readonly #now: () => number;
  /** All bytes since the line was opened. */
  #put = 0;
  /** Those of them that are still in our queue. */
  #queued = 0;
  #welcome = { end: 0, at: 0 };
  #isCut = false;

  /** @param now monotonic ms */
  constructor(socket: RawSocket, now: () => number) {
    this.#socket = socket;
    this.#now = now;
  }

  /** The bytes that wait. */
  get waiting(): number {
    return this.#isCut ? 0 : this.#queued + this.#socket.bufferedAmount;
  }

  /** Counts a frame that enters the queue. Cuts the line when too much waits before the frame. */
  put(bytes: number): void {
    this.look();
    this.#put += bytes;
    this.#queued += bytes;
  }

  /** Call it when the queue has gone into the socket. */
  flushed(): void {
    this.#queued = 0;
  }

  /** Marks the last frame as a welcome. */
  welcomed(): void {
    this.#welcome = { end: this.#put, at: this.#now() };
  }

  /** Cuts the line when too much waits, or its welcome is late. */
  look(): void {
    const { waiting } = this;
    if (waiting === 0) return;
    const behindWelcome = this.#put - this.#welcome.end;
    const isLate = waiting > behindWelcome && this.#welcome.end > 0 && this.#now() - this.#welcome.at > welcomeMs;
    if (isLate || Math.min(waiting, behindWelcome) > backlogBytes) this.cut();
  }

  /** Cuts the line and drops the bytes that wait. */
  cut(): void {
    this.#isCut = true;
    this.#socket.terminate();
  }
}

/** Checks all lines: a bound may be met between two calls of `Backlog.put`. */
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
