import { inBackground } from '@plenum/shared/core/background';
import { lineEvents } from '@plenum/shared/core/wire';
import type { Server } from 'socket.io';
import type { Channel, Frame, Line } from '../room/ports.ts';
import { emit, type LineSocket, type SocketData } from './lineSocket.ts';

interface RoomChannelOptions {
  readonly io: Server<never, never, never, SocketData>;
  /** The socket.io room of all lines of this room. */
  readonly name: string;
  readonly socketOf: (line: Line) => LineSocket | undefined;
  readonly failed: (error: unknown) => void;
}

/** The channel to every line of one room. Encodes each frame once, and sends the frames that it holds as one message. */
export class RoomChannel implements Channel {
  readonly #options: RoomChannelOptions;
  #held: Frame[] | undefined;

  constructor(options: RoomChannelOptions) {
    this.#options = options;
  }

  add(line: Line): void {
    this.flush();
    const socket = this.#options.socketOf(line);
    if (!socket) return;
    socket.data.channel = this;
    this.#change(socket.join(this.#options.name));
  }

  remove(line: Line): void {
    this.flush();
    this.#change(this.#options.socketOf(line)?.leave(this.#options.name));
  }

  send(frame: Frame, to?: readonly Line[]): void {
    if (!to && this.#held) {
      this.#held.push(frame);
      return;
    }
    this.flush();
    const { name, socketOf } = this.#options;
    this.#sendTo(to ? to.flatMap((line) => socketOf(line)?.id ?? []) : [name], [frame]);
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    this.flush();
    this.#held = undefined;
  }

  /** Sends what is held. Each line gets its frames in order, so this comes before anything that goes to one line alone. */
  flush(): void {
    if (!this.#held || this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    this.#sendTo([this.#options.name], held);
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
