import { beforeEach, expect, it } from 'vitest';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type Client, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben, cleo] = [await world.enter('Ana', 'host'), await world.enter('Ben'), await world.enter('Cleo')];
});

const lock = (seePeople: boolean) => ana.ask(moderation, 'lock', { locks: { seePeople } });

it('[PR13] a member who was away while others were hidden or shown gets the view of now', async () => {
  const away = async (client: Client, meanwhile: () => Promise<unknown>): Promise<Client> => {
    (await world.room()).lost(client.seat.id, client);
    world.clock.advance(10_000);
    await meanwhile();
    const back = await world.join(client.seat, client.seq, client);
    expect(back.states).toEqual(await world.freshView(back));
    return back;
  };
  await cleo.askRaw('hand:raise', {});
  ben = await away(ben, () => lock(true));
  expect(JSON.stringify(ben.states)).not.toMatch(/cleo/i);
  ben = await away(ben, () => cleo.askRaw('away:set', { away: true }));
  expect(JSON.stringify(ben.states)).not.toMatch(/cleo/i);
  ben = await away(ben, () => world.start());
  expect(JSON.stringify(ben.states)).not.toMatch(/cleo/i);
});

it('[PR13] the other id of a hidden member differs in each feature', async () => {
  await lock(true);
  await cleo.askRaw('hand:raise', {});
  await cleo.askRaw('away:set', { away: true });
  const [raised, gone] = ben.frames.slice(-2).map(({ payload }) => JSON.stringify(payload));
  expect([raised, gone]).toEqual([expect.stringContaining('member'), expect.stringContaining('member')]);
  expect(raised).not.toBe(gone);
});

it('[PR13] a private message does not reveal whether a hidden member is here', async () => {
  await lock(true);
  const write = (to: string) => ben.askRaw('chat:sendPrivate', { to, text: 'Are you there?' });
  expect(await write('cleo')).toEqual(await write('nobody'));
  expect(await write('ana')).toMatchObject({ ok: true });
});

it('[LO3] also where people are hidden, a member who is let in gets the meeting with the welcome and not before', async () => {
  await lock(true);
  await ana.ask(lobby, 'setPolicy', { policy: 'ask' });
  const wes = await world.join({ id: 'wes', name: 'Wes', role: 'participant', person: 'person-wes' });
  await ana.ask(lobby, 'admit', { member: 'wes', as: 'participant', remember: false });
  expect(wes.heard.filter((name) => !name.startsWith('lobby:'))).toEqual([]);
  expect(wes.states).toEqual(await world.freshView(wes));
});
