import { describe, expect, it } from 'vitest';
import { republishMs } from '../StreamRoom.ts';
import { dtls, sending } from './parameters.ts';
import { streamsIn } from './TestLine.ts';
import { fact, resumeMs, soon, type World } from './world.ts';

/** Rules for lines that open, are lost and return. */
export function lineRules(now: () => World): void {
  describe('lines', () => {
    it('refuses everything before open, two opens at once, and a side connected twice', async () => {
      const { attach } = now();
      const { peer } = attach('ann');
      await expect(peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') })).rejects.toMatchObject({
        code: 'conflict',
      });
      await expect(peer.restartIce({ side: 'send' })).rejects.toMatchObject({ code: 'conflict' });
      const opening = peer.open({});
      await expect(peer.open({})).rejects.toMatchObject({ code: 'conflict' });
      await opening;
      await peer.connect({ side: 'send', dtlsParameters: dtls });
      await expect(peer.connect({ side: 'send', dtlsParameters: dtls })).rejects.toMatchObject({ code: 'conflict' });
      expect((await peer.restartIce({ side: 'recv' })).iceParameters).toBeTypeOf('object');
    });

    it('resumes a session within the resume time, with the same transports and without a fact', async () => {
      const { attach, clock, enter, publish, ready, room, told } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await Promise.all([publish(ann, 'mic'), publish(ben, 'camera')]);
      await ready(ann);
      const [kept] = await ann.line.offer(1);
      room.release('ann', ann.line);
      clock.turn(resumeMs - soon);
      const again = attach('ann');
      const opened = await again.peer.open({ session: ann.session });
      expect(opened).toMatchObject({ resumed: true, session: ann.session });
      await ready(again, [kept?.id ?? '']);
      clock.turn(resumeMs);
      await publish(ben, 'mic');
      expect(streamsIn(await again.line.offer(1))).toEqual(['ben mic']);
      expect(again.line.closedIds).toEqual([]);
      expect(told().slice(2)).toEqual([fact({ type: 'published', member: 'ben', source: 'mic', muted: false })]);
    });

    it('offers again what a resumed browser lost, and names what ended meanwhile', async () => {
      const { attach, enter, publish, ready, room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      for (const source of ['mic', 'camera', 'screen'] as const) await publish(ann, source);
      await ready(ben);
      const ids = new Map((await ben.line.offer(1)).map((info) => ['source' in info && info.source, info.id]));
      room.release('ben', ben.line);
      await ann.peer.unpublish({ source: 'screen' });
      const again = attach('ben');
      await again.peer.open({ session: ben.session });
      await ready(again, [ids.get('mic') ?? '', ids.get('screen') ?? '']);
      expect(await again.line.closed(1)).toEqual([ids.get('screen')]);
      const offer = await again.line.offer(1);
      expect(streamsIn(offer)).toEqual(['ann camera']);
      expect(offer[0]?.id).not.toBe(ids.get('camera'));
    });

    it('keeps consumers whose offer was answered into a lost line', async () => {
      const { attach, enter, publish, ready, room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      ben.line.hold();
      await publish(ann, 'mic');
      await ready(ben);
      const [made] = await ben.line.offer(1);
      ben.line.lose();
      room.release('ben', ben.line);
      const again = attach('ben');
      await again.peer.open({ session: ben.session });
      await ready(again, [made?.id ?? '']);
      await publish(ann, 'camera');
      expect(streamsIn(await again.line.offer(1))).toEqual(['ann camera']);
      expect(again.line.closedIds).toEqual([]);
    });

    it('ends the streams of a line that does not come back', async () => {
      const { attach, clock, enter, publish, ready, room, told } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'mic');
      await ready(ben);
      const [offered] = await ben.line.offer(1);
      room.release('ann', ann.line);
      clock.turn(resumeMs);
      expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'mic' })]);
      expect(await ben.line.closed(1)).toEqual([offered?.id]);
      const again = attach('ann');
      expect(await again.peer.open({ session: ann.session })).toMatchObject({ resumed: false });
    });

    it('gives the place of a line to a second one of the same member', async () => {
      const { attach, enter, facts, publish, room } = now();
      const ann = await enter('ann');
      await publish(ann, 'mic');
      const again = attach('ann');
      await expect(ann.peer.mute({ source: 'mic', muted: true })).rejects.toMatchObject({ code: 'closed' });
      room.release('ann', ann.line);
      expect(await again.peer.open({ session: ann.session })).toMatchObject({ resumed: true });
      await again.peer.mute({ source: 'mic', muted: true });
      expect(facts.all).toHaveLength(2);
    });

    it('lets a reloaded page publish again without a fact, and ends what it does not', async () => {
      const { clock, enter, publish, told } = now();
      const ann = await enter('ann');
      await publish(ann, 'mic', true);
      await publish(ann, 'camera');
      const again = await enter('ann');
      expect(again.session).not.toBe(ann.session);
      await publish(again, 'mic');
      clock.turn(republishMs);
      expect(told().slice(2)).toEqual([
        fact({ type: 'muted', member: 'ann', source: 'mic', muted: false }),
        fact({ type: 'unpublished', member: 'ann', source: 'camera' }),
      ]);
    });

    it('gives up a session that was made for a line already lost', async () => {
      const { attach, room } = now();
      const { peer, line } = attach('ann');
      const opening = peer.open({});
      room.release('ann', line);
      await expect(opening).rejects.toMatchObject({ code: 'closed' });
    });

    it('ends everything of a member who is gone', async () => {
      const { clock, enter, facts, publish, room } = now();
      const ann = await enter('ann');
      await Promise.all([publish(ann, 'mic'), publish(ann, 'camera')]);
      room.detach('ann');
      room.detach('ann');
      expect(facts.all.slice(2).map(({ type }) => type)).toEqual(['unpublished', 'unpublished']);
      await expect(publish(ann, 'screen')).rejects.toMatchObject({ code: 'closed' });
      expect(clock.timers).toBe(0);
    });
  });
}
