import { describe, expect, it } from 'vitest';
import { unwantedMs } from '../Demand.ts';
import { streamsIn } from './TestLine.ts';
import { everything, fact, type World } from './world.ts';

const blind = { ...everything, seesCameras: false };
const leader = { ...everything, leads: true };

/** Rules for rights, and for streams that nobody watches. */
export function rightRules(now: () => World): void {
  describe('rights', () => {
    it('offers only the cameras of leaders to a member who may not see the others', async () => {
      const { enter, publish, ready, room } = now();
      room.allow('ben', blind);
      room.allow('host', leader);
      const [ann, host] = [await enter('ann'), await enter('host')];
      for (const person of [ann, host]) for (const source of ['camera', 'mic'] as const) await publish(person, source);
      const ben = await enter('ben');
      await ready(ben);
      expect(streamsIn(await ben.line.offer(1))).toEqual(['ann mic', 'host camera', 'host mic']);
      const cleo = await enter('cleo');
      await publish(cleo, 'camera');
      await publish(cleo, 'screen');
      expect(streamsIn(await ben.line.offer(2))).toEqual(['cleo screen']);
    });

    it('hides every camera of a person alike, and shows a camera as content to all', async () => {
      const { enter, publish, ready, room } = now();
      room.allow('ben', blind);
      const ann = await enter('ann');
      for (const source of ['camera', 'camera2', 'camera3', 'contentCamera'] as const) await publish(ann, source);
      const ben = await enter('ben');
      await ready(ben);
      expect(streamsIn(await ben.line.offer(1))).toEqual(['ann contentCamera']);
      room.allow('ben', everything);
      const offered = () => ben.line.of('consume').flatMap(({ consumers }) => streamsIn(consumers));
      await ben.line.said.until(() => offered().length >= 4);
      expect(offered().slice(1).toSorted()).toEqual(['ann camera', 'ann camera2', 'ann camera3']);
    });

    it('ends every camera of a member who may send none, and nothing else', async () => {
      const { enter, publish, room, told } = now();
      const ann = await enter('ann');
      for (const source of ['camera', 'camera3', 'contentCamera'] as const) await publish(ann, source);
      room.allow('ann', { ...everything, send: ['mic', 'contentCamera', 'screen'] });
      const ended = ann.line.of('stopped').map(({ source, reason }) => `${source} ${reason}`);
      expect(ended).toEqual(['camera forbidden', 'camera3 forbidden']);
      expect(told().slice(3)).toEqual(
        (['camera', 'camera3'] as const).map((source) => fact({ type: 'unpublished', member: 'ann', source })),
      );
    });

    it('takes cameras away and gives them back when the right changes', async () => {
      const { enter, publish, ready, room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'camera');
      await ready(ben);
      const [camera] = await ben.line.offer(1);
      room.allow('ben', blind);
      expect(await ben.line.closed(1)).toEqual([camera?.id]);
      room.allow('ben', blind);
      room.allow('ben', everything);
      const [again] = await ben.line.offer(2);
      expect(again).toMatchObject({ member: 'ann', source: 'camera', producerId: camera?.producerId });
      expect(again?.id).not.toBe(camera?.id);
    });

    it('shows the camera of a member who becomes a leader', async () => {
      const { enter, publish, ready, room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'camera');
      await publish(ann, 'mic');
      room.allow('ben', blind);
      await ready(ben);
      expect(streamsIn(await ben.line.offer(1))).toEqual(['ann mic']);
      room.allow('ann', leader);
      const [camera] = await ben.line.offer(2);
      expect(camera).toMatchObject({ member: 'ann', source: 'camera' });
      room.allow('ann', everything);
      expect(await ben.line.closed(1)).toEqual([camera?.id]);
    });

    it('forgets rights with the member', async () => {
      const { enter, publish, ready, room } = now();
      room.allow('ben', blind);
      room.detach('ben');
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'camera');
      await ready(ben);
      expect(streamsIn(await ben.line.offer(1))).toEqual(['ann camera']);
    });

    it('tells a sender which of its streams the server ended, and nothing when there is none', async () => {
      const { enter, publish, room, told } = now();
      const ann = await enter('ann');
      await publish(ann, 'screen');
      room.stop('ann', 'screen', 'ended');
      room.stop('ann', 'screen', 'ended');
      room.stop('ann', 'camera', 'ended');
      expect(ann.line.of('stopped')).toEqual([{ type: 'stopped', source: 'screen', reason: 'ended' }]);
      expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'screen' })]);
      await publish(ann, 'screen');
    });

    it('tells a lost line of it on its return, and tells a reloaded page nothing', async () => {
      const { attach, enter, publish, room } = now();
      const ann = await enter('ann');
      for (const source of ['mic', 'camera'] as const) await publish(ann, source);
      room.release('ann', ann.line);
      room.allow('ann', { ...everything, send: ['camera'] });
      const again = attach('ann');
      await again.peer.open({ session: ann.session });
      expect(again.line.of('stopped')).toEqual([{ type: 'stopped', source: 'mic', reason: 'forbidden' }]);
      room.release('ann', again.line);
      room.stop('ann', 'camera', 'ended');
      const fresh = attach('ann');
      await fresh.peer.open({});
      expect(fresh.line.of('stopped')).toEqual([]);
    });
  });

  describe('watched layers', () => {
    it('are told to their sender: less after a while, more at once', async () => {
      const { clock, enter, publish, ready } = now();
      const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
      const wanted = () => ann.line.of('wanted').map(({ layer }) => layer);
      await publish(ann, 'camera');
      await publish(ann, 'mic');
      clock.turn(unwantedMs);
      expect(ann.line.of('wanted')).toEqual([{ type: 'wanted', source: 'camera', layer: null }]);
      await ready(ben);
      await ready(cleo);
      const ears = await Promise.all(
        [ben, cleo].map(async ({ line }) => (await line.offer(1)).find(({ kind }) => kind === 'video')),
      );
      const [benSees = '', cleoSees = ''] = ears.map((info) => info?.id ?? '');
      expect(wanted()).toEqual([null]);
      // A watch without a layer means the largest one.
      await ben.peer.watch({ consumers: [{ id: benSees, paused: false }] });
      await ann.line.said.until(() => wanted().length === 2);
      expect(wanted()).toEqual([null, 2]);
      await ben.peer.watch({ consumers: [{ id: benSees, layer: 0 }] });
      await cleo.peer.watch({ consumers: [{ id: cleoSees, paused: false, layer: 1 }] });
      clock.turn(unwantedMs - 1);
      expect(wanted()).toEqual([null, 2]);
      clock.turn(1);
      expect(wanted()).toEqual([null, 2, 1]);
      await ben.peer.watch({ consumers: [{ id: benSees, layer: 2 }] });
      expect(wanted()).toEqual([null, 2, 1, 2]);
      await ben.peer.watch({ consumers: [{ id: benSees, paused: true }] });
      now().room.detach('cleo');
      clock.turn(unwantedMs);
      expect(wanted()).toEqual([null, 2, 1, 2, null]);
    });

    it('are told again to a line that returns', async () => {
      const { attach, clock, enter, publish, ready, room } = now();
      const ann = await enter('ann');
      await publish(ann, 'camera');
      room.release('ann', ann.line);
      clock.turn(unwantedMs);
      const again = attach('ann');
      await again.peer.open({ session: ann.session });
      await ready(again);
      expect(again.line.of('wanted')).toEqual([{ type: 'wanted', source: 'camera', layer: null }]);
    });
  });
}
