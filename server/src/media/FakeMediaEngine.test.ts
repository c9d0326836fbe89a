import { describe, expect, it } from 'vitest';
import { engineSuite } from './engineSuite.ts';
import { type Received, resumeMs } from './testing/world.ts';
import { FakeMediaEngine } from './FakeMediaEngine.ts';
import type { MediaFact } from './MediaEngine.ts';
import { holdOverMs } from './Talking.ts';
import { Happened } from './testing/Happened.ts';
import { sending } from './testing/parameters.ts';
import { TestClock } from './testing/TestClock.ts';
import { TestLine } from './testing/TestLine.ts';

engineSuite('FakeMediaEngine', async (clock, slots) => {
  const engine = new FakeMediaEngine({ after: clock.after, now: clock.now, resumeMs, slots });
  const received = new Happened<Received>();
  engine.onReceived = (consumerId, packet) => received.push({ consumerId, packet: Buffer.from(packet) });
  return {
    engine,
    received,
    killWorkers: async () => engine.killWorker(),
    shed: async (level) => engine.shed(level),
    send: async (producerId, packet) => engine.send('one-room', producerId, packet),
  };
});

describe('FakeMediaEngine handles', () => {
  it('lets microphones talk, until the hold-over has passed or they are muted', async () => {
    const clock = new TestClock();
    const engine = new FakeMediaEngine({ after: clock.after });
    const facts = new Happened<MediaFact>();
    const room = await engine.createRoom('one-room', facts.push);
    for (const member of ['ann', 'ben']) {
      const peer = room.attach(member, new TestLine());
      await peer.open({});
      await peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
      if (member === 'ben') await peer.mute({ source: 'mic', muted: true });
    }
    engine.speak('one-room', ['ben', 'ann']);
    clock.turn(holdOverMs);
    expect(facts.all.slice(3)).toEqual([
      { type: 'speaking', members: ['ann'] },
      { type: 'speaking', members: [] },
    ]);
  });

  it('refuses rooms and sessions while it is told to, and takes them again after', async () => {
    const engine = new FakeMediaEngine();
    const room = await engine.createRoom('one-room', () => {});
    const peer = room.attach('ann', new TestLine());
    engine.refuse(true);
    engine.killWorker();
    expect(engine.healthy()).toBe(false);
    await expect(engine.createRoom('two-rooms', () => {})).rejects.toMatchObject({ code: 'unavailable' });
    await expect(peer.open({})).rejects.toMatchObject({ code: 'unavailable' });
    engine.refuse(false);
    await peer.open({});
    expect(engine.rooms).toEqual(['one-room']);
    await engine.close();
    expect(engine.rooms).toEqual([]);
  });
});
