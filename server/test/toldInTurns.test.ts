import { expect, it } from 'vitest';
import { type Client, World } from './world.ts';

/** A room in which new ids and views take as long to send as in a large one. */
async function slowRoom() {
  const world = await World.create();
  const host = await world.enter('Ana', 'host');
  const people: Client[] = [];
  for (let n = 0; n < 12; n += 1) people.push(await world.enter(`Member-${n}`));
  for (const client of people) {
    await client.askRaw('hand:raise', {});
    const refresh = client.refresh.bind(client);
    client.refresh = (what) => {
      world.clock.advance(5);
      refresh(what);
    };
  }
  return { world, host, people };
}

/** Moves the clock until all of this work is done. */
async function turned(world: World, ...work: readonly Promise<unknown>[]): Promise<void> {
  const over = new AbortController();
  const all = Promise.all(work).finally(() => over.abort());
  while (!over.signal.aborted) {
    world.clock.advance(1);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  await all;
}

it('a member who comes, leaves or asks during a long announcement sees the current state, like all others', async () => {
  const { world, host, people } = await slowRoom();
  const lock = (seePeople: boolean) => host.askRaw('moderation:lock', { locks: { seePeople } });
  await turned(world, lock(true));
  const [gone, second, ...others] = people;
  for (const seePeople of [false, true, false]) {
    const coming = world.enter(`Late-${seePeople}-${others.length}`);
    const asking = [second?.askRaw('hand:lower', {}), gone?.askRaw('presence:leave', {})];
    await turned(world, lock(seePeople), coming, ...asking.map((one) => Promise.resolve(one)));
    others.push(await coming);
  }
  for (const client of [host, ...(second ? [second] : []), ...others]) {
    const believed = structuredClone(client.states);
    expect(await world.freshView(client)).toEqual(believed);
  }
  expect(world.reports).toEqual([]);
});
