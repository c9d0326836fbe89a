import type { ConsumerInfo } from '@plenum/shared/features/media/contract';
import { describe, expect, it } from 'vitest';
import { tellAfterMs } from '../overload/Shedding.ts';
import type { World } from './world.ts';

/** Rules for a worker that has too little time: what people are told, and what their browsers are asked to send. */
export function shedRules(now: () => World): void {
  const idOf = (offer: readonly ConsumerInfo[], source: string): string =>
    offer.find((info) => 'source' in info && info.source === source)?.id ?? '';

  describe('a worker with too little time', () => {
    it('asks cameras for less and not screens, tells everybody which pictures are shown, and takes it back', async () => {
      const { clock, enter, publish, ready, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'camera');
      await publish(ann, 'screen');
      await ready(ann);
      await ready(ben);
      const offer = await ben.line.offer(1);
      const consumers = ['camera', 'screen'].map((source) => ({ id: idOf(offer, source), paused: false }));
      await ben.peer.watch({ consumers });
      const wanted = () => ann.line.of('wanted').map(({ source, layer }) => `${source} ${layer}`);
      const shown = () => ben.line.of('pictures').map((said) => said.shown);
      await under.shed(1);
      clock.turn(tellAfterMs * 2);
      expect(wanted().slice(2)).toEqual(['camera 1']);
      expect(shown()).toEqual(['smaller']);
      await under.shed(2);
      clock.turn(tellAfterMs * 2);
      await under.shed(3);
      clock.turn(tellAfterMs * 2);
      expect(wanted().slice(3)).toEqual(['camera 0', 'camera null']);
      await under.shed(5);
      clock.turn(tellAfterMs * 2);
      expect(wanted().slice(5)).toEqual(['screen null']);
      expect(shown()).toEqual(['smaller', 'some', 'none']);
      await under.shed(0);
      clock.turn(tellAfterMs);
      expect(['camera', 'screen'].map((source) => wanted().findLast((one) => one.startsWith(source)))).toEqual([
        'camera 2',
        'screen 2',
      ]);
      expect(shown()).toEqual(['smaller', 'some', 'none', 'all']);
      expect(ann.line.of('pictures')).toHaveLength(4);
    });

    it('goes on showing a camera to a viewer who has it on the stage, or puts it there', async () => {
      const { clock, enter, publish, ready, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await publish(ann, 'camera');
      await ready(ann);
      await ready(ben);
      const id = idOf(await ben.line.offer(1), 'camera');
      const watch = (priority: number) => ben.peer.watch({ consumers: [{ id, paused: false, priority }] });
      const wanted = () => ann.line.of('wanted').at(-1)?.layer;
      await watch(200);
      await under.shed(4);
      clock.turn(tellAfterMs * 2);
      expect(wanted()).toBe(0);
      await watch(60);
      clock.turn(tellAfterMs * 2);
      expect(wanted()).toBe(null);
      await watch(200);
      expect(wanted()).toBe(0);
    });

    it('tells a member who comes meanwhile, and a line that comes back', async () => {
      const { attach, enter, ready, room, under } = now();
      const ann = await enter('ann');
      await ready(ann);
      await under.shed(3);
      const ben = await enter('ben');
      await ready(ben);
      expect(ben.line.of('pictures')).toEqual([{ type: 'pictures', shown: 'some' }]);
      room.release('ben', ben.line);
      const again = attach('ben');
      await again.peer.open({ session: ben.session });
      await ready(again);
      expect(again.line.of('pictures')).toEqual([{ type: 'pictures', shown: 'some' }]);
    });
  });
}
