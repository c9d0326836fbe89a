import { chat } from '@plenum/shared/features/chat/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { describe, expect, it } from 'vitest';
import { addPages, box, page } from './boards.ts';
import { castBallot, openPoll, takePaper } from './ballots.ts';
import { type Client, World } from './world.ts';

const textsOf = (client: Client) => client.state(chat).messages.map(({ text }) => text);

/** Four members draw within their limits: more commands than a list of the newest ones in a room would hold. */
async function drawMuch(world: World, shapes: number): Promise<void> {
  await addPages(world);
  const people: Client[] = [];
  for (const name of ['Dora', 'Emil', 'Finn', 'Gita']) people.push(await world.enter(name));
  for (let drawn = 0; drawn < shapes; drawn += people.length) {
    world.clock.advance(17);
    const asked = people.map((client) => client.ask(whiteboard, 'put', { page, shapes: [box()] }));
    for (const reply of await Promise.all(asked)) expect(reply).toMatchObject({ ok: true });
  }
}

describe('a command that is repeated with its key happens once', () => {
  it('also after thousands of commands of others', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana', 'host');
    const first = await ana.ask(chat, 'send', { text: 'once' }, 'key-1');
    await drawMuch(world, 2_400);
    expect(await ana.ask(chat, 'send', { text: 'once' }, 'key-1')).toEqual(first);
    expect(textsOf(ana)).toEqual(['once']);
  });

  it('also after thousands of commands of others and a restart', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana', 'host');
    const first = await ana.ask(chat, 'send', { text: 'once' }, 'key-1');
    await drawMuch(world, 2_400);
    await world.rooms.close();
    await world.start();
    const back = await world.join(ana.seat);
    expect(await back.ask(chat, 'send', { text: 'once' }, 'key-1')).toEqual(first);
    expect(textsOf(back)).toEqual(['once']);
  });

  it('also a ballot, which is not refused because its paper was used', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana', 'host');
    const id = await openPoll(ana, { secret: true });
    const paper = await takePaper(ana, id);
    const first = await castBallot(ana, id, paper, { picks: [0] });
    expect(first).toMatchObject({ ok: true });
    await drawMuch(world, 2_400);
    expect(await castBallot(ana, id, paper, { picks: [0] })).toEqual(first);
    await world.rooms.close();
    await world.start();
    const back = await world.join(ana.seat);
    expect(await castBallot(back, id, paper, { picks: [0] })).toEqual(first);
  });
});
