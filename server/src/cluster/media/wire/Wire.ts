import { AppError, assertNever, errorCodes, failureOf } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { After } from '../../../media/after.ts';
import type { Channel } from './Channel.ts';

/** A request and its answer. */
interface Ask {
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
}

/** All that one side may say. */
export interface Sayings {
  readonly asks: Readonly<Record<string, Ask>>;
  readonly tells: Readonly<Record<string, z.ZodMiniType>>;
}

type In<S extends Sayings, K extends keyof S['asks']> = z.infer<S['asks'][K]['input']>;
type Out<S extends Sayings, K extends keyof S['asks']> = z.infer<S['asks'][K]['output']>;

/** What a side does when the other one says something; called in the order in which it was said. */
export interface Hearing<S extends Sayings> {
  readonly asks: { readonly [K in keyof S['asks']]: (input: In<S, K>) => Promise<Out<S, K>> };
  readonly tells: { readonly [K in keyof S['tells']]: (input: z.infer<S['tells'][K]>) => void };
  /** A packet for the thing with this handle. */
  packet(handle: number, packet: Buffer): void;
  /** The wire is closed. Called once, and last. */
  closed(reason: string): void;
}

/** How a wire notices that the other side is lost; in ms. */
export interface WireTimes {
  /** How often a side gives a sign of life. */
  readonly beatMs: number;
  /** After this many beats without a frame the other side counts as lost. */
  readonly misses: number;
  /** How long a request may take. */
  readonly answerMs: number;
}

interface Options<Said extends Sayings, Heard extends Sayings> {
  readonly channel: Channel;
  readonly version: number;
  readonly after: After;
  readonly times: WireTimes;
  readonly says: Said;
  readonly hears: Heard;
  readonly hearing: (wire: Wire<Said, Heard>) => Hearing<Heard>;
  /** An error without words for the other side. */
  readonly onFault: (error: unknown) => void;
}

const frame = { hello: 0, ask: 1, answer: 2, failure: 3, tell: 4, packet: 5, beat: 6, bye: 7 } as const;

/** Bytes of one frame: the parameters of a stream are some 5 kB. */
export const largestFrame = 256 * 1024;
/** Packets are dropped while this many bytes wait for the network: late sound is worth less than none. */
const packetsWaitUpTo = 256 * 1024;
/** A wire with this many bytes on their way is lost. */
const mostWaiting = 8 * 1024 * 1024;
/** Requests of one side that wait for an answer. */
const mostOpen = 8_192;

const Hello = z.object({ version: z.int() });
const Bye = z.strictObject({ reason: z.string().check(z.maxLength(500)) });
const Id = z.int().check(z.minimum(1));
const Named = z.tuple([Id, z.string().check(z.maxLength(40)), z.unknown()]);
const Told = z.tuple([z.string().check(z.maxLength(40)), z.unknown()]);
const Answer = z.tuple([Id, z.unknown()]);
const Failed = z.tuple([Id, z.enum(errorCodes), z.string().check(z.maxLength(500))]);

interface Waiting {
  readonly output: z.ZodMiniType;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly cancel: () => void;
}

/**
 * Requests with answers, one-way messages and packets between two nodes, all in the order in which they were said. A wire is
 * never resumed: when it is closed, each side drops what it made through it, so no message of an earlier wire can arrive.
 */
export class Wire<Said extends Sayings, Heard extends Sayings> {
  readonly peer: string;
  readonly #options: Options<Said, Heard>;
  readonly #hearing: Hearing<Heard>;
  readonly #opened = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, Waiting>();
  #life: 'greeting' | 'open' | 'closed' = 'greeting';
  #asked = 0;
  #heard = 0;
  #answering = 0;
  #missed = 0;
  #stopBeat: () => void = () => {};

  private constructor(options: Options<Said, Heard>) {
    this.#options = options;
    this.peer = options.channel.peer;
    this.#hearing = options.hearing(this);
  }

  /**
   * Greets the other side.
   * @throws AppError `unavailable` when the other side is lost, or speaks another version
   */
  static async open<S extends Sayings, H extends Sayings>(options: Options<S, H>): Promise<Wire<S, H>> {
    const wire = new Wire(options);
    wire.#send(frame.hello, { version: options.version });
    wire.#beat();
    options.channel.listen({
      onFrame: (bytes) => wire.#take(bytes),
      onClosed: (reason) => wire.#end(reason),
    });
    await wire.#opened.promise;
    return wire;
  }

  /** @throws AppError as the other side says, or `unavailable` when it does not answer */
  ask<K extends keyof Said['asks'] & string>(name: K, input: In<Said, K>): Promise<Out<Said, K>> {
    const output = this.#options.says.asks[name]?.output;
    if (this.#life !== 'open' || !output) return Promise.reject(lost());
    if (this.#waiting.size >= mostOpen) return Promise.reject(new AppError('full', 'Too many requests to this node.'));
    const { promise, resolve, reject } = Promise.withResolvers<Out<Said, K>>();
    const id = this.#asked + 1;
    const bytes = frameOf(frame.ask, [id, name, input]);
    // The other side would close the wire, and all members of the node would lose their media.
    if (bytes.length > largestFrame) return Promise.reject(new AppError('invalid', 'This request is too long.'));
    this.#asked = id;
    const cancel = this.#options.after(this.#options.times.answerMs, () => {
      this.#waiting.delete(id);
      reject(new AppError('unavailable', `The media node ${this.peer} does not answer.`));
    });
    this.#waiting.set(id, { output, resolve: (value) => resolve(value as Out<Said, K>), reject, cancel });
    this.#write(bytes);
    return promise;
  }

  tell<K extends keyof Said['tells'] & string>(name: K, input: z.infer<Said['tells'][K]>): void {
    this.#send(frame.tell, [name, input]);
  }

  /** Sends a packet, or drops it while too much waits. */
  packet(handle: number, packet: Buffer): void {
    if (this.#life !== 'open' || this.#options.channel.waiting > packetsWaitUpTo) return;
    const bytes = Buffer.allocUnsafe(5 + packet.length);
    bytes.writeUInt8(frame.packet, 0);
    bytes.writeUInt32BE(handle, 1);
    packet.copy(bytes, 5);
    this.#options.channel.send(bytes);
  }

  /** Says why, and ends the wire. Idempotent. */
  close(reason: string): void {
    if (this.#life === 'closed') return;
    this.#send(frame.bye, { reason: reason.slice(0, 500) });
    this.#end(reason);
  }

  #beat(): void {
    const { after, times } = this.#options;
    this.#stopBeat = after(times.beatMs, () => {
      this.#missed += 1;
      if (this.#missed > times.misses) return this.close(`${this.peer} is silent.`);
      this.#options.channel.send(Buffer.of(frame.beat));
      this.#beat();
    });
  }

  #send(kind: number, body: unknown): void {
    this.#write(frameOf(kind, body));
  }

  #write(bytes: Buffer): void {
    if (this.#life === 'closed') return;
    const { channel } = this.#options;
    channel.send(bytes);
    if (channel.waiting > mostWaiting) this.#end(`${this.peer} takes nothing any more.`);
  }

  #take(bytes: Buffer): void {
    if (this.#life === 'closed') return;
    this.#missed = 0;
    try {
      this.#read(bytes);
    } catch (error) {
      // A node of this version says nothing of the kind: the other side is at fault, and so is all that follows.
      this.close(`A message of ${this.peer} cannot be read: ${error instanceof Error ? error.message : ''}`);
    }
  }

  #read(bytes: Buffer): void {
    if (bytes.length > largestFrame) throw new Error('it is too long');
    const kind = bytes[0];
    if (kind === frame.beat) return;
    if (kind === frame.packet) return this.#onPacket(bytes);
    const body: unknown = JSON.parse(bytes.toString('utf8', 1));
    if (this.#life === 'greeting' && kind !== frame.hello && kind !== frame.bye) throw new Error('it has not greeted');
    switch (kind) {
      case frame.hello:
        return this.#onHello(Hello.parse(body).version);
      case frame.ask:
        return this.#onAsk(Named.parse(body));
      case frame.answer:
        return this.#onAnswer(Answer.parse(body));
      case frame.failure:
        return this.#onFailure(Failed.parse(body));
      case frame.tell:
        return this.#onTell(Told.parse(body));
      case frame.bye:
        return this.#end(`${this.peer} says: ${Bye.parse(body).reason}`);
      case undefined:
      default:
        throw new Error('it is of no known kind');
    }
  }

  #onPacket(bytes: Buffer): void {
    if (bytes.length < 5 || this.#life !== 'open') throw new Error('a packet without a handle');
    this.#hearing.packet(bytes.readUInt32BE(1), bytes.subarray(5));
  }

  #onHello(version: number): void {
    const { version: ours } = this.#options;
    if (version !== ours) {
      return this.close(
        `One node speaks version ${version} of the media wire, the other version ${ours}: upgrade both.`,
      );
    }
    if (this.#life !== 'greeting') throw new Error('it greets twice');
    this.#life = 'open';
    this.#opened.resolve();
  }

  #onAsk([id, name, raw]: z.infer<typeof Named>): void {
    if (id <= this.#heard) throw new Error('a request came twice');
    this.#heard = id;
    const known = Object.hasOwn(this.#options.hears.asks, name) ? this.#options.hears.asks[name] : undefined;
    const parsed = known?.input.safeParse(raw);
    if (!known || !parsed?.success) {
      return this.#fail(id, new AppError('invalid', `The request ${name} has not the form of this version.`));
    }
    if (this.#answering >= mostOpen) return this.#fail(id, new AppError('full', 'Too many requests at once.'));
    this.#answering += 1;
    // Called here and now, so that what is said next finds it begun.
    this.#hearing.asks[name]?.(parsed.data as never).then(
      (value) => {
        this.#answering -= 1;
        this.#send(frame.answer, [id, value]);
      },
      (error: unknown) => {
        this.#answering -= 1;
        this.#fail(id, error);
      },
    );
  }

  #fail(id: number, error: unknown): void {
    if (!(error instanceof AppError)) this.#options.onFault(error);
    const { code, message } = failureOf(error);
    this.#send(frame.failure, [id, code, message.slice(0, 500)]);
  }

  #onAnswer([id, value]: z.infer<typeof Answer>): void {
    const waiting = this.#unwait(id);
    const parsed = waiting?.output.safeParse(value);
    if (parsed?.success) waiting?.resolve(parsed.data);
    else waiting?.reject(new AppError('internal', `The answer of ${this.peer} has not the form of this version.`));
  }

  #onFailure([id, code, message]: z.infer<typeof Failed>): void {
    this.#unwait(id)?.reject(new AppError(code, message));
  }

  #onTell([name, raw]: z.infer<typeof Told>): void {
    const known = Object.hasOwn(this.#options.hears.tells, name) ? this.#options.hears.tells[name] : undefined;
    if (!known) throw new Error(`nothing is called ${name}`);
    this.#hearing.tells[name]?.(known.parse(raw) as never);
  }

  #unwait(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.cancel();
    return waiting;
  }

  #end(reason: string): void {
    const before = this.#life;
    if (before === 'closed') return;
    this.#life = 'closed';
    this.#stopBeat();
    this.#options.channel.close();
    for (const id of Array.from(this.#waiting.keys())) this.#unwait(id)?.reject(lost());
    switch (before) {
      case 'greeting':
        return this.#opened.reject(new AppError('unavailable', reason));
      case 'open':
        return this.#hearing.closed(reason);
      default:
        assertNever(before);
    }
  }
}

function frameOf(kind: number, body: unknown): Buffer {
  return Buffer.concat([Buffer.of(kind), Buffer.from(JSON.stringify(body))]);
}

function lost(): AppError {
  return new AppError('unavailable', 'The connection to the media node was lost.');
}
