import { beforeEach, describe, expect, it } from 'vitest';
import { abilities } from '@plenum/shared/features/abilities';
import { features } from '@plenum/shared/features/index';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { rightsIn } from '@plenum/shared/features/moderation/rights';
import { addPages } from './boards.ts';
import { type Act, acts, requireDone, type Stage } from './hiddenActs.ts';
import { type Client, World } from './world.ts';

/** Two hidden members who act and are acted upon, and one who watches; none of them may know of the others. */
const aziza = { id: 'q7q7q7', name: 'Aziza Quill', role: 'participant' } as const;
const carla = { id: 'z9z9z9', name: 'Carla Zed', role: 'participant' } as const;
const boris = { id: 'boris', name: 'Boris Vane', role: 'participant' } as const;
/** Xenia is only expected; Wes waits outside. */
const names = /aziza|carla|xenia|wes waits/i;
const ids = /q7q7q7|z9z9z9|w4w4w4/;

let world: World;
let host: Client;
let watcher: Client;

beforeEach(async () => {
  world = await World.create();
  world.rights = (seat, states) =>
    seat.id === aziza.id ? abilities.filter((ability) => ability !== 'memberSee') : rightsIn(states, seat);
  host = await world.enter('Ana', 'host');
  await addPages(world, 2);
});

const lock = (seePeople: boolean) => host.ask(moderation, 'lock', { locks: { seePeople } });

/** All that a client ever got, gets when it comes back, and gets as answers. */
async function everythingTold(client: Client): Promise<string> {
  const { frames, refreshes } = client;
  const before = host.state(chat).messages.at(-1)?.id ?? 'none';
  const older = await client.ask(chat, 'older', { channel: 'all', before });
  const isHere = (await world.room()).find(client.seat.id) !== undefined;
  const fresh = isHere ? (await world.join(client.seat)).states : {};
  return JSON.stringify({ frames, refreshes, states: client.states, older, fresh });
}

async function expectViewAgrees(client: Client): Promise<void> {
  if (!(await world.room()).find(client.seat.id)) return;
  const believed = structuredClone(client.states);
  const again = await world.join(client.seat);
  expect(again.states).toEqual(believed);
  watcher = again;
}

async function stage(isActorFirst: boolean): Promise<Omit<Stage, 'actor'> & { readonly actor: Client }> {
  await lock(true);
  if (!isActorFirst) watcher = await world.join(boris);
  const [actor, about] = [await world.join(aziza), await world.join(carla)];
  if (isActorFirst) watcher = await world.join(boris);
  return { world, host, actor, about };
}

function expectNothingOf(told: string, shows: Act['shows']): void {
  if (shows === undefined) expect(told).not.toMatch(names);
  if (shows !== 'nameAndId') expect(told).not.toMatch(ids);
}

async function play(name: string, act: Act, scene: Stage): Promise<void> {
  const input = await act.input(scene);
  world.clock.advance(10_000);
  const reply = await scene.actor.askRaw(name, input);
  if (act.needsRole && scene.actor !== host) expect(reply).toMatchObject({ code: 'forbidden' });
  else requireDone(reply, name);
  world.clock.advance(100);
  // Rooms that are still opening would be open at a second check.
  await expect
    .poll(() => host.state(breakout).running?.rooms.some(({ state }) => state === 'opening') ?? false)
    .toBe(false);
}

it('there is an act for every command of every feature', () => {
  const commands = features.flatMap(({ contract }) =>
    Object.keys(contract.commands).map((verb) => `${contract.name}:${verb}`),
  );
  expect(Object.keys(acts).sort()).toEqual(commands.sort());
});

describe.each([
  ['having come before the others', true],
  ['having come after the others', false],
])('[PR13] a hidden member acts, %s, and no other hidden member learns who it was', (_, isActorFirst) => {
  it.each(Object.entries(acts))('%s', async (name, act) => {
    const scene = await stage(isActorFirst);
    await play(name, act, scene);
    expectNothingOf(await everythingTold(watcher), act.shows);
    await expectViewAgrees(watcher);
  });
});

describe('[PR13] when the host acts on a hidden member, other hidden members do not learn on whom', () => {
  it.each(Object.entries(acts))('%s', async (name, act) => {
    const scene = await stage(true);
    await play(name, act, { ...scene, actor: host });
    expectNothingOf(await everythingTold(watcher), undefined);
    await expectViewAgrees(watcher);
  });
});

describe('[PR13] a member who may see people again sees all of them, and one who no longer may forgets them', () => {
  it.each(Object.entries(acts))('%s', async (name, act) => {
    await play(name, act, await stage(true));
    for (const seePeople of [false, true]) {
      world.clock.advance(10_000);
      await lock(seePeople);
      await expectViewAgrees(watcher);
      expect(JSON.stringify(watcher.states)).not.toMatch(/xenia/i);
    }
    expectNothingOf(JSON.stringify(watcher.states), act.shows);
  });
});
