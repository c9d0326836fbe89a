import { chat } from '@plenum/shared/features/chat/contract';
import { expect, it } from 'vitest';
import { roomId, World } from '../../test/world.ts';
import { Past } from './Past.ts';

it('reads the log of a room once for all callers who wait, and again for one who asks later', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  await ana.ask(chat, 'send', { text: 'Hello' });
  const { clock, log, slices } = world;
  let readings = 0;
  const load = log.loadSnapshot.bind(log);
  log.loadSnapshot = async (...args: Parameters<typeof load>) => {
    readings += 1;
    return load(...args);
  };
  const past = new Past({ store: log, slices: slices.all, clock });
  const first = past.views(roomId);
  // The first reading has begun by then; the others come after it.
  await expect.poll(() => readings).toBe(1);
  const views = await Promise.all([first, ...Array.from({ length: 100 }, () => past.views(roomId))]);
  expect(readings).toBeLessThanOrEqual(2);
  for (const view of views) expect(chat.state.parse(view['chat']).messages).toHaveLength(1);
  await ana.ask(chat, 'send', { text: 'More' });
  expect(chat.state.parse((await past.views(roomId))['chat']).messages).toHaveLength(2);
});
