import { describe, expect, it } from 'vitest';
import { streamsIn } from './TestLine.ts';
import { everything, fact, type World } from './world.ts';

/** Rules for sending and receiving streams. */
export function streamRules(now: () => World): void {
  describe('streams', () => {
    it('tells each stream once when it begins and once when it ends', async () => {
      const { enter, facts, publish } = now();
      const ann = await enter('ann');
      await publish(ann, 'mic', true);
      await publish(ann, 'camera');
      await ann.peer.unpublish({ source: 'mic' });
      await ann.peer.unpublish({ source: 'mic' });
      expect(facts.all).toEqual([
        { type: 'published', member: 'ann', source: 'mic', muted: true },
        { type: 'published', member: 'ann', source: 'camera', muted: false },
        { type: 'unpublished', member: 'ann', source: 'mic' },
      ]);
    });

    it('tells a change of mute once, and refuses to mute a source that is not sent', async () => {
      const { enter, publish, told } = now();
      const ann = await enter('ann');
      await publish(ann, 'mic');
      await ann.peer.mute({ source: 'mic', muted: true });
      await ann.peer.mute({ source: 'mic', muted: true });
      await ann.peer.mute({ source: 'mic', muted: false });
      expect(told().slice(1)).toEqual([
        fact({ type: 'muted', member: 'ann', source: 'mic', muted: true }),
        fact({ type: 'muted', member: 'ann', source: 'mic', muted: false }),
      ]);
      await expect(ann.peer.mute({ source: 'camera', muted: true })).rejects.toMatchObject({ code: 'notFound' });
    });

    it('puts a source that is published again in place of the old, without a new fact', async () => {
      const { enter, publish, ready, told } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await ready(ben);
      const first = await publish(ann, 'camera');
      const [old] = await ben.line.offer(1);
      const second = await publish(ann, 'camera', true);
      expect(second.producerId).not.toBe(first.producerId);
      expect(await ben.line.closed(1)).toEqual([old?.id]);
      expect((await ben.line.offer(2))[0]?.producerId).toBe(second.producerId);
      expect(told().slice(1)).toEqual([fact({ type: 'muted', member: 'ann', source: 'camera', muted: true })]);
    });

    it('ends what a member may no longer send, and nothing else', async () => {
      const { enter, publish, room, told } = now();
      const ann = await enter('ann');
      for (const source of ['mic', 'screen', 'screenAudio'] as const) await publish(ann, source);
      room.allow('ann', { ...everything, send: ['mic', 'camera'] });
      expect(told().slice(3)).toEqual([
        fact({ type: 'unpublished', member: 'ann', source: 'screen' }),
        fact({ type: 'unpublished', member: 'ann', source: 'screenAudio' }),
      ]);
      await ann.peer.mute({ source: 'mic', muted: true });
    });

    it('does not start a stream that was forbidden during its start', async () => {
      const { enter, facts, publish, room } = now();
      const ann = await enter('ann');
      const publishing = publish(ann, 'screen');
      room.allow('ann', { ...everything, send: [] });
      await expect(publishing).rejects.toMatchObject({ code: 'conflict' });
      expect(facts.all).toEqual([]);
    });
  });

  describe('consumers', () => {
    it('offers everything of others in one ask, and nobody their own', async () => {
      const { enter, publish, ready } = now();
      const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
      await Promise.all([publish(ann, 'mic'), publish(ann, 'camera'), publish(ben, 'mic'), publish(cleo, 'screen')]);
      await ready(ann);
      const offer = await ann.line.offer(1);
      expect(streamsIn(offer)).toEqual(['ben mic', 'cleo screen']);
      expect(offer.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
      await publish(ann, 'screen');
      await publish(cleo, 'mic');
      expect(streamsIn(await ann.line.offer(2))).toEqual(['cleo mic']);
    });

    it('offers nothing before the browser is ready, and is ready once', async () => {
      const { enter, publish, ready } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'mic');
      expect(ben.line.offers).toEqual([]);
      await ready(ben);
      await ben.line.offer(1);
      await expect(ready(ben)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('gathers what is published while an offer is open', async () => {
      const { enter, publish, ready } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await ready(ben);
      ben.line.hold();
      await publish(ann, 'mic');
      expect(streamsIn(await ben.line.offer(1))).toEqual(['ann mic']);
      await publish(ann, 'camera');
      await publish(ann, 'screen');
      expect(ben.line.offers).toHaveLength(1);
      ben.line.answer();
      expect(streamsIn(await ben.line.offer(2))).toEqual(['ann camera', 'ann screen']);
    });

    it('tells in one notice which streams ended together, and not before their offer is answered', async () => {
      const { enter, publish, ready, room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await Promise.all([publish(ann, 'mic'), publish(ann, 'camera')]);
      ben.line.hold();
      await ready(ben);
      const offer = await ben.line.offer(1);
      room.detach('ann');
      const cleo = await enter('cleo');
      await publish(cleo, 'mic');
      expect(ben.line.closedIds).toEqual([]);
      ben.line.answer();
      expect([...(await ben.line.closed(1))].sort()).toEqual(offer.map(({ id }) => id).sort());
      expect(streamsIn(await ben.line.offer(2))).toEqual(['cleo mic']);
      expect(ben.line.closedIds).toHaveLength(1);
    });

    it('watches own consumers only, and ignores those that have just closed', async () => {
      const { enter, publish, ready } = now();
      const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
      await Promise.all([publish(ann, 'camera'), publish(ann, 'mic')]);
      await ready(ben);
      await ready(cleo);
      const [mine] = await ben.line.offer(1);
      const [others] = await cleo.line.offer(1);
      const id = mine?.id ?? '';
      await ben.peer.watch({
        consumers: [
          { id, paused: true, layer: 0, priority: 200 },
          { id, paused: false },
        ],
      });
      const foreign = ben.peer.watch({
        consumers: [
          { id, paused: true },
          { id: others?.id ?? '', paused: true },
        ],
      });
      await expect(foreign).rejects.toMatchObject({ code: 'notFound' });
      await expect(ben.peer.watch({ consumers: [{ id: 'nothing' }] })).rejects.toMatchObject({ code: 'notFound' });
      await ann.peer.unpublish({ source: 'camera' });
      await ann.peer.unpublish({ source: 'mic' });
      await ben.peer.watch({ consumers: [{ id, layer: 2 }] });
    });
  });
}
