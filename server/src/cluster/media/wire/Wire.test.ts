import { AppError } from '@plenum/shared/core/errors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Happened } from '../../../media/testing/Happened.ts';
import { TestClock } from '../../../media/testing/TestClock.ts';
import type { Channel, ChannelEvents } from './Channel.ts';
import { memoryChannels } from './memoryChannels.ts';
import { largestFrame, Wire } from './Wire.ts';

const says = {
  asks: { double: { input: z.strictObject({ of: z.number() }), output: z.strictObject({ is: z.number() }) } },
  tells: { note: z.strictObject({ text: z.string() }) },
} as const;
const nothing = { asks: {}, tells: {} } as const;
const times = { beatMs: 100, misses: 3, answerMs: 1_000 };

interface Side {
  readonly wire: Promise<Wire<typeof says, typeof nothing>>;
  readonly closed: Happened<string>;
}

function ask(channel: Channel, clock: TestClock, version = 1): Side {
  const closed = new Happened<string>();
  const hearing = () => ({ asks: {}, tells: {}, packet() {}, closed: closed.push });
  const wire = Wire.open({ channel, version, after: clock.after, times, says, hears: nothing, hearing, onFault() {} });
  return { wire, closed };
}

function answer(channel: Channel, clock: TestClock, { double = twice, version = 1 } = {}) {
  const [heard, closed, faults] = [new Happened<string>(), new Happened<string>(), new Happened<unknown>()];
  const wire = Wire.open({
    channel,
    version,
    after: clock.after,
    times,
    says: nothing,
    hears: says,
    hearing: () => ({
      asks: {
        double: ({ of }) => {
          heard.push(`double ${of}`);
          return double(of);
        },
      },
      tells: { note: ({ text }) => heard.push(`note ${text}`) },
      packet: (handle, packet) => heard.push(`packet ${handle} ${packet.toString()}`),
      closed: closed.push,
    }),
    onFault: faults.push,
  });
  return { wire, heard, closed, faults };
}

async function twice(of: number): Promise<{ is: number }> {
  return { is: of * 2 };
}

/** Both sides of a wire, and bare access to the channel of the asking one. */
async function open(options: Parameters<typeof answer>[2] = {}) {
  const clock = new TestClock();
  const [near, far] = memoryChannels('owner', 'node');
  const [asking, answering] = [ask(near, clock), answer(far, clock, options)];
  return {
    clock,
    near,
    far,
    ...asking,
    wire: await asking.wire,
    answering: { ...answering, wire: await answering.wire },
  };
}

describe('a wire', () => {
  it('knows the other side by the name that the channel authenticated', async () => {
    const { wire, answering } = await open();
    expect([wire.peer, answering.wire.peer]).toEqual(['node', 'owner']);
  });

  it('answers requests, and passes on one-way messages and packets in the order in which they were said', async () => {
    const { wire, answering } = await open();
    wire.tell('note', { text: 'a' });
    const answered = wire.ask('double', { of: 4 });
    wire.packet(7, Buffer.from('b'));
    wire.tell('note', { text: 'c' });
    expect(await answered).toEqual({ is: 8 });
    expect(answering.heard.all).toEqual(['note a', 'double 4', 'packet 7 b', 'note c']);
  });

  it('passes on an AppError with its words, and any other error without them', async () => {
    const { wire } = await open({ double: () => Promise.reject(new AppError('full', 'No more.')) });
    await expect(wire.ask('double', { of: 1 })).rejects.toMatchObject({ code: 'full', message: 'No more.' });
    const other = await open({ double: () => Promise.reject(new Error('secret')) });
    const refused = await other.wire.ask('double', { of: 1 }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'internal' });
    expect(String(refused)).not.toContain('secret');
    expect(other.answering.faults.all).toHaveLength(1);
  });

  it('refuses a request beyond the bound of a frame to its caller alone', async () => {
    const long = JSON.parse(`{"of":1,"more":"${'x'.repeat(largestFrame)}"}`);
    const { wire } = await open();
    await expect(wire.ask('double', long)).rejects.toMatchObject({ code: 'invalid' });
    expect(await wire.ask('double', { of: 2 })).toEqual({ is: 4 });
  });

  it('gives up a request that is not answered in time; a late answer changes nothing', async () => {
    const late = Promise.withResolvers<{ is: number }>();
    const { wire, clock, answering } = await open({ double: () => late.promise });
    const asked = wire.ask('double', { of: 1 });
    const refused = expect(asked).rejects.toMatchObject({ code: 'unavailable' });
    await answering.heard.until((all) => all.length > 0);
    for (let i = 0; i < 10; i += 1) {
      clock.turn(100);
      // The signs of life arrive.
      await settled();
    }
    await refused;
    late.resolve({ is: 2 });
    await settled();
    wire.tell('note', { text: 'still open' });
    await answering.heard.until((all) => all.includes('note still open'));
  });

  it('refuses another version in words, on both sides', async () => {
    const clock = new TestClock();
    const [near, far] = memoryChannels('owner', 'node');
    const [asking, answering] = [ask(near, clock, 2), answer(far, clock)];
    const words = { code: 'unavailable', message: expect.stringMatching(/version (1|2) .* version (1|2)/) };
    await Promise.all([
      expect(asking.wire).rejects.toMatchObject(words),
      expect(answering.wire).rejects.toMatchObject(words),
    ]);
    expect(clock.timers).toBe(0);
  });

  it('is closed when the other side is silent, and rejects what waits', async () => {
    const clock = new TestClock();
    const [near, far] = memoryChannels('owner', 'node');
    const asking = ask(near, clock);
    // Greets, and then says nothing more.
    far.listen({ onFrame() {}, onClosed() {} });
    far.send(Buffer.from('\0{"version":1}'));
    const wire = await asking.wire;
    const refused = expect(wire.ask('double', { of: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    clock.turn(times.beatMs * (times.misses + 1));
    await refused;
    expect(asking.closed.all).toEqual(['node is silent.']);
    await expect(wire.ask('double', { of: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(clock.timers).toBe(0);
  });

  it('tells both sides the reason when one closes it, once', async () => {
    const { wire, closed, answering, clock } = await open();
    wire.close('Enough.');
    wire.close('Again.');
    await answering.closed.until((all) => all.length > 0);
    expect([closed.all, answering.closed.all]).toEqual([['Enough.'], ['owner says: Enough.']]);
    expect(clock.timers).toBe(0);
  });
});

const bad: [name: string, frame: Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['an unknown kind', Buffer.from([99, 1])],
  ['no JSON', Buffer.from('\u0001[1,')],
  ['another form', Buffer.from('\u0001{"id":1}')],
  ['an unknown one-way message', Buffer.from('\u0004["shout",{}]')],
  ['a name of Object', Buffer.from('\u0004["constructor",{}]')],
  ['a one-way message with a field too many', Buffer.from('\u0004["note",{"text":"a","more":1}]')],
  ['a packet without a handle', Buffer.from([5, 0, 0])],
  ['a second greeting', Buffer.from('\0{"version":1}')],
  ['a frame beyond the bound', Buffer.alloc(largestFrame + 1, 4)],
];

describe('a message that no node of this version says', () => {
  for (const [name, frame] of bad) {
    it(`closes the wire: ${name}`, async () => {
      const { near, answering, closed } = await open();
      near.send(frame);
      await answering.closed.until((all) => all.length > 0);
      expect(answering.closed.all[0]).toMatch(/cannot be read/);
      await closed.until((all) => all.length > 0);
      expect(answering.heard.all).toEqual([]);
    });
  }

  it('is answered when it is a request', async () => {
    const { wire, answering } = await open();
    const wrong = wire.ask('double', JSON.parse('{"of":"four"}'));
    await expect(wrong).rejects.toMatchObject({ code: 'invalid' });
    expect(await wire.ask('double', { of: 1 })).toEqual({ is: 2 });
    expect(answering.heard.all).toEqual(['double 1']);
  });

  it('closes the wire when a request comes twice, and does it once', async () => {
    const { near, answering } = await open();
    const request = Buffer.from('\u0001[1,"double",{"of":1}]');
    near.send(request);
    near.send(request);
    await answering.closed.until((all) => all.length > 0);
    expect(answering.heard.all).toEqual(['double 1']);
  });

  it('closes the wire before the greeting', async () => {
    const clock = new TestClock();
    const [near, far] = memoryChannels('owner', 'node');
    const { wire, heard } = answer(far, clock);
    near.listen({ onFrame() {}, onClosed() {} });
    near.send(Buffer.from('\u0001[1,"double",{"of":1}]'));
    await expect(wire).rejects.toMatchObject({ code: 'unavailable' });
    expect(heard.all).toEqual([]);
  });

  it('never does more than close the wire, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), async (frames) => {
        const { near, answering } = await open();
        for (const frame of frames) near.send(Buffer.from(frame));
        await settled();
        expect(answering.faults.all).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

/** Cuts a channel after so many frames: what was sent before may be lost. */
class CutChannel implements Channel {
  readonly peer: string;
  readonly waiting = 0;
  readonly #channel: Channel;
  #left: number;

  constructor(channel: Channel, left: number) {
    this.peer = channel.peer;
    this.#channel = channel;
    this.#left = left;
  }

  send(frame: Buffer): void {
    this.#left -= 1;
    if (this.#left >= 0) this.#channel.send(frame);
    else this.#channel.close();
  }

  listen(events: ChannelEvents): void {
    this.#channel.listen(events);
  }

  close(): void {
    this.#channel.close();
  }
}

it('across lost wires: each request is done at most once, in order, and answered or rejected', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }), async (cuts) => {
      const clock = new TestClock();
      const done: number[] = [];
      const answered: number[] = [];
      let next = 0;
      for (const cut of cuts) {
        const [near, far] = memoryChannels('owner', 'node');
        const asking = ask(new CutChannel(near, cut), clock);
        const answering = answer(far, clock, {
          double: (of) => {
            done.push(of);
            return twice(of);
          },
        });
        answering.wire.catch(() => {});
        const wire = await asking.wire.catch(() => undefined);
        const asks = Array.from({ length: 6 }, () => (next += 1)).map(async (of) => {
          if ((await wire?.ask('double', { of }))?.is === of * 2) answered.push(of);
        });
        await Promise.allSettled(asks);
        wire?.close('Enough.');
        near.close();
      }
      await settled();
      expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
      expect(answered.filter((of) => !done.includes(of))).toEqual([]);
      expect(clock.timers).toBe(0);
    }),
    { numRuns: 50 },
  );
});

/** Everything that was sent has arrived. */
async function settled(): Promise<void> {
  for (let i = 0; i < 6; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
