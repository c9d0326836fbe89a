import { inBackground } from '@plenum/shared/core/background';
import { lineEvents } from '@plenum/shared/core/wire';
import type { Server } from 'socket.io';
import type { Channel, Clock, Frame, Line } from '../room/ports.ts';
import { emit, type LineSocket, type SocketData } from './lineSocket.ts';

interface RoomChannelOptions {
  readonly io: Server<never, never, never, SocketData>;
  /** The socket.io room of all lines of this room. */
  readonly name: string;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly socketOf: (line: Line) => LineSocket | undefined;
  readonly failed: (error: unknown) => void;
}

/** The channel to every line of one room. Encodes each frame once, and sends the frames that it holds as one message. */
export class RoomChannel implements Channel {
  readonly #options: RoomChannelOptions;
  #isHolding = false;
  #held: Frame[] = [];
  /** The lines that were added while frames were held, each with the number of frames that it does not get. */
  readonly #newcomers = new Map<LineSocket, number>();
  /** The monotonic time of the last message to every line. */
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancelWait: (() => void) | undefined;

  constructor(options: RoomChannelOptions) {
    this.#options = options;
  }

  add(line: Line): void {
    const socket = this.#options.socketOf(line);
    if (!socket) return;
    socket.data.channel = this;
    if (this.#held.length > 0) this.#newcomers.set(socket, this.#held.length);
    else this.#change(socket.join(this.#options.name));
  }

  remove(line: Line): void {
    const socket = this.#options.socketOf(line);
    if (!socket) return;
    // A network that fails loses hundreds of lines, and a lost one gets nothing more.
    if (socket.connected) this.flush();
    this.#newcomers.delete(socket);
    this.#change(socket.leave(this.#options.name));
  }

  send(frame: Frame, to?: readonly Line[]): void {
    if (!to) {
      this.#held.push(frame);
      if (!this.#isHolding) this.flush();
      return;
    }
    this.flush();
    this.#sendTo(
      to.flatMap((line) => this.#options.socketOf(line)?.id ?? []),
      [frame],
    );
  }

  hold(): void {
    this.#isHolding = true;
  }

  release(waitMs: number): void {
    this.#isHolding = false;
    if (this.#held.length === 0) return;
    const { clock } = this.#options;
    const early = this.#toldAt + waitMs - clock.monotonic();
    if (early <= 0) this.flush();
    else this.#cancelWait ??= clock.after(early, () => this.flush());
  }

  /** Sends what is held. Each line gets its frames in order, so this comes before anything that goes to one line alone. */
  flush(): void {
    if (this.#held.length === 0) return;
    const { name, clock } = this.#options;
    const [held, newcomers] = [this.#held, [...this.#newcomers]];
    this.#held = [];
    this.#newcomers.clear();
    this.#toldAt = clock.monotonic();
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    this.#sendTo([name], held);
    for (const [missed, those] of Map.groupBy(newcomers, ([, before]) => before)) {
      const ids = those.map(([socket]) => socket.id);
      this.#sendTo(ids, held.slice(missed));
    }
    for (const [socket] of newcomers) if (socket.connected) this.#change(socket.join(name));
  }

  /** With socket.io's own adapter, joining and leaving take effect at once. */
  #change(result: Promise<void> | void): void {
    if (result) inBackground(result, this.#options.failed);
  }

  #sendTo(targets: string[], frames: readonly Frame[]): void {
    // In socket.io, an empty list of targets means every line of the server.
    if (targets.length === 0) return;
    const mayBeLost = frames.every(({ meta }) => meta === undefined);
    const all = this.#options.io.to(targets);
    const target = mayBeLost ? all.volatile : all;
    const [first, ...more] = frames;
    if (!first) return;
    if (more.length === 0) emit(target, first.name, first.payload, first.meta);
    else
      emit(
        target,
        lineEvents.frames,
        frames.map(({ name, payload, meta }) => (meta ? [name, payload, meta] : [name, payload])),
      );
  }
}
