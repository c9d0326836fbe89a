import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { Backlog, lookAtAll, type Pipe } from './backlog.ts';
import { TokenBucket } from '../room/TokenBucket.ts';

/** How often all lines are looked at, in ms; what waits for one reader is looked at with each frame as well. */
const lookEveryMs = 1_000;
/** Signs of life and what else is no message. */
const controlFrames = { burst: 50, perSecond: 5 } as const;

/** Watches how much waits for the reader of each room line, by what engine.io tells of its own queue. */
export class Readers {
  readonly #now: () => number;
  readonly #backlogs = new Map<unknown, Backlog>();
  readonly #looking: ReturnType<typeof setInterval>;

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
    this.#looking = setInterval(() => lookAtAll(this.#backlogs.values()), lookEveryMs);
    this.#looking.unref();
  }

  /** @param connection a socket of engine.io. @throws TypeError when its inner parts are not those we know */
  add(connection: unknown): void {
    if (!(connection instanceof EventEmitter)) throw new TypeError('engine.io gives no connection');
    const socket: unknown = Reflect.get(Object(Reflect.get(connection, 'transport')), 'socket');
    if (!isPipe(socket)) throw new TypeError('engine.io shows no WebSocket');
    const backlog = new Backlog(socket, this.#now);
    this.#backlogs.set(connection, backlog);
    connection.on('packetCreate', (packet: unknown) => backlog.put(bytesOf(packet)));
    connection.on('flush', () => backlog.flushed());
    connection.once('close', () => this.#backlogs.delete(connection));
    const control = new TokenBucket(controlFrames, this.#now());
    const count = () => control.take(this.#now()) || backlog.cut();
    // The answer to a ping waits in memory while the other side does not read.
    socket.on('ping', count);
    connection.on('packet', (packet: unknown) => Reflect.get(Object(packet), 'type') === 'message' || count());
  }

  /** The last frame to this connection was its welcome. */
  welcomed(connection: unknown): void {
    this.#backlogs.get(connection)?.welcomed();
  }

  close(): void {
    clearInterval(this.#looking);
  }
}

function isPipe(value: unknown): value is Pipe & EventEmitter {
  return value instanceof EventEmitter && 'terminate' in value && 'bufferedAmount' in value;
}

/** What a packet weighs on the wire; of a frame that many share, its bytes are known already. */
function bytesOf(packet: unknown): number {
  const frame: unknown = Reflect.get(Object(Reflect.get(Object(packet), 'options')), 'wsPreEncodedFrame');
  if (Array.isArray(frame)) return frame.reduce((sum: number, part: unknown) => sum + lengthOf(part), 0);
  return lengthOf(Reflect.get(Object(packet), 'data'));
}

function lengthOf(data: unknown): number {
  return typeof data === 'string' || Buffer.isBuffer(data) ? Buffer.byteLength(data) : 0;
}
