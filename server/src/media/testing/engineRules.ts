import { describe, expect, it } from 'vitest';
import type { MediaFact } from '../MediaEngine.ts';
import { republishMs } from '../StreamRoom.ts';
import { Happened } from './Happened.ts';
import { receiving } from './parameters.ts';
import { streamsIn, TestLine } from './TestLine.ts';
import { fact, resumeMs, soon, type World } from './world.ts';

/** Rules for lost workers and for rooms. */
export function engineRules(now: () => World): void {
  describe('a lost worker', () => {
    it('resets each open line once, and streams that come back make no fact', async () => {
      const { attach, clock, enter, publish, ready, told, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      const idle = attach('cleo');
      await publish(ann, 'mic');
      await publish(ann, 'camera', true);
      await ready(ben);
      await ben.line.offer(1);
      await under.killWorkers();
      await Promise.all([ann.line.reseted(1), ben.line.reseted(1)]);
      await expect(publish(ann, 'mic')).rejects.toMatchObject({ code: 'conflict' });
      const opened = await ann.peer.open({ session: ann.session });
      expect(opened.resumed).toBe(false);
      await publish(ann, 'mic', true);
      await publish(ann, 'camera', true);
      await ben.peer.open({});
      await ready(ben);
      expect(streamsIn(await ben.line.offer(2))).toEqual(['ann camera', 'ann mic']);
      clock.turn(republishMs);
      expect(told().slice(2)).toEqual([fact({ type: 'muted', member: 'ann', source: 'mic', muted: true })]);
      expect([ann.line.resets, ben.line.resets, idle.line.resets]).toEqual([1, 1, 0]);
    });

    it('ends a stream that does not come back in time', async () => {
      const { clock, enter, facts, publish, told, under } = now();
      const ann = await enter('ann');
      await publish(ann, 'mic');
      await under.killWorkers();
      await ann.line.reseted(1);
      clock.turn(republishMs - soon);
      expect(facts.all).toHaveLength(1);
      clock.turn(soon);
      expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'mic' })]);
    });

    it('takes away a session that waited for its line', async () => {
      const { attach, clock, enter, facts, publish, room, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'mic');
      room.release('ann', ann.line);
      await under.killWorkers();
      await ben.line.reseted(1);
      const again = attach('ann');
      expect(await again.peer.open({ session: ann.session })).toMatchObject({ resumed: false });
      await publish(again, 'mic');
      clock.turn(resumeMs + republishMs);
      expect(facts.all).toHaveLength(1);
    });

    it('ends a lost stream at once when its member unpublishes it', async () => {
      const { enter, publish, told, under } = now();
      const ann = await enter('ann');
      await publish(ann, 'camera');
      await under.killWorkers();
      await ann.line.reseted(1);
      await ann.peer.open({});
      await ann.peer.unpublish({ source: 'camera' });
      expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'camera' })]);
    });
  });

  describe('rooms', () => {
    it('gives the same room for the same id, and the facts to the last caller', async () => {
      const { enter, facts, publish, room, under } = now();
      const later = new Happened<MediaFact>();
      expect(await under.engine.createRoom('one-room', later.push)).toBe(room);
      const ann = await enter('ann');
      await publish(ann, 'mic');
      expect([facts.all.length, later.all.length]).toEqual([0, 1]);
    });

    it('does not let one room into another', async () => {
      const { enter, publish, ready, under } = now();
      const elsewhere = await under.engine.createRoom('other-room', () => {});
      const line = new TestLine();
      const stranger = elsewhere.attach('ann', line);
      const ann = await enter('ann');
      expect(await stranger.open({ session: ann.session })).toMatchObject({ resumed: false });
      await stranger.ready({ rtpCapabilities: receiving, have: [] });
      const ben = await enter('ben');
      await publish(ben, 'mic');
      await ready(ann);
      const [offered] = await ann.line.offer(1);
      const watching = stranger.watch({ consumers: [{ id: offered?.id ?? '', paused: true }] });
      await expect(watching).rejects.toMatchObject({ code: 'notFound' });
      expect(line.offers).toEqual([]);
    });

    it('is silent once closed, and leaves no timer', async () => {
      const { enter, facts, publish, room, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'mic');
      room.release('ben', ben.line);
      await under.killWorkers();
      await ann.line.reseted(1);
      room.close();
      room.close();
      expect(facts.all).toHaveLength(1);
      await expect(ann.peer.open({})).rejects.toMatchObject({ code: 'closed' });
      expect(() => room.attach('ann', ann.line)).toThrow(expect.objectContaining({ code: 'closed' }));
      const next = await under.engine.createRoom('one-room', facts.push);
      expect(next).not.toBe(room);
    });

    it('refuses rooms once the engine is closed', async () => {
      const { under } = now();
      expect(under.engine.healthy()).toBe(true);
      await under.engine.close();
      await under.engine.close();
      expect(under.engine.healthy()).toBe(false);
      await expect(under.engine.createRoom('late-room', () => {})).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}
