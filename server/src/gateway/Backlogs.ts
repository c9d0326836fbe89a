import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { Backlog, lookAtAll, type RawSocket } from './backlog.ts';
import { TokenBucket } from '../room/TokenBucket.ts';

/** How often all lines are checked, in ms; the line of a frame is also checked with each frame. */
const lookEveryMs = 1_000;
/** The limit of pings and other frames that are no messages. */
const controlFrames = { burst: 50, perSecond: 5 } as const;

/** Watches how many bytes wait for each room line, from the events of engine.io's queue. */
export class Backlogs {
  readonly #now: () => number;
  readonly #backlogs = new Map<unknown, Backlog>();
  readonly #looking: ReturnType<typeof setInterval>;

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
    this.#looking = setInterval(() => lookAtAll(this.#backlogs.values()), lookEveryMs);
    this.#looking.unref();
  }

  /** @param connection a socket of engine.io. @throws TypeError when its internals are not the known ones */
  add(connection: unknown): void {
    if (!(connection instanceof EventEmitter)) throw new TypeError('engine.io gives no connection');
    const socket: unknown = Reflect.get(Object(Reflect.get(connection, 'transport')), 'socket');
    if (!isRawSocket(socket)) throw new TypeError('engine.io shows no WebSocket');
    const backlog = new Backlog(socket, this.#now);
    this.#backlogs.set(connection, backlog);
    connection.on('packetCreate', (packet: unknown) => backlog.put(bytesOf(packet)));
    connection.on('flush', () => backlog.flushed());
    connection.once('close', () => this.#backlogs.delete(connection));
    const control = new TokenBucket(controlFrames, this.#now());
    const count = () => control.take(this.#now()) || backlog.cut();
    // The pong stays in memory while the client does not read, so pings count too.
    socket.on('ping', count);
    connection.on('packet', (packet: unknown) => Reflect.get(Object(packet), 'type') === 'message' || count());
  }

  /** Marks the last frame to this connection as its welcome. */
  welcomed(connection: unknown): void {
    this.#backlogs.get(connection)?.welcomed();
  }

  close(): void {
    clearInterval(this.#looking);
  }
}

function isRawSocket(value: unknown): value is RawSocket & EventEmitter {
  return value instanceof EventEmitter && 'terminate' in value && 'bufferedAmount' in value;
}

/** The bytes of a packet on the wire; a frame for many lines is already encoded. */
function bytesOf(packet: unknown): number {
  const frame: unknown = Reflect.get(Object(Reflect.get(Object(packet), 'options')), 'wsPreEncodedFrame');
  if (Array.isArray(frame)) return frame.reduce((sum: number, part: unknown) => sum + lengthOf(part), 0);
  return lengthOf(Reflect.get(Object(packet), 'data'));
}

function lengthOf(data: unknown): number {
  return typeof data === 'string' || Buffer.isBuffer(data) ? Buffer.byteLength(data) : 0;
}
