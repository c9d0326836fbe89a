import { expect } from 'vitest';
import type { StateOf } from '@plenum/shared/core/contract';
import { breakout, type Options, type Running } from '@plenum/shared/features/breakout/contract';
import { type Client, World } from './world.ts';

type State = StateOf<typeof breakout>;

/** The options of most plans in tests. */
export const options: Options = { invite: 'ask', choice: 'assigned', late: 'stay' };
export const rooms = [
  { key: 'x', name: 'North' },
  { key: 'y', name: 'South' },
];

/** The state of breakouts that this client has. */
export const stateOf = (client: Client): State => client.state(breakout);

/** @throws Error when no rooms are open */
export function running(client: Client): Running {
  const { running: now } = stateOf(client);
  if (!now) throw new Error('No rooms are open.');
  return now;
}

/** The id of an open room; '' when no room has this name. */
export function idOf(client: Client, name: string): string {
  return running(client).rooms.find((room) => room.name === name)?.id ?? '';
}

/** Waits until every room can be entered. */
export async function allOpen(client: Client): Promise<void> {
  await expect.poll(() => stateOf(client).running?.rooms.every(({ state }) => state === 'open')).toBe(true);
}

interface Planned {
  readonly assigned?: Readonly<Record<string, string>>;
  readonly expected?: readonly { name: string; room: string }[];
  readonly options?: Partial<Options>;
}

/** Replaces the plan. */
export async function plan(
  client: Client,
  { assigned = {}, expected = [], options: more }: Planned = {},
): Promise<void> {
  const reply = await client.ask(breakout, 'draft', {
    revision: stateOf(client).draft.revision,
    rooms,
    assigned: Object.entries(assigned).map(([member, room]) => ({ member, room })),
    expected: [...expected],
    options: { ...options, ...more },
  });
  expect(reply).toMatchObject({ ok: true });
}

/** Replaces the plan and opens its rooms. */
export async function openWith(client: Client, planned: Planned = {}): Promise<void> {
  await plan(client, planned);
  expect(await client.ask(breakout, 'open', {})).toMatchObject({ ok: true });
  await allOpen(client);
}

/** Ana, the host, Ben and Cleo in a meeting. */
export async function three(): Promise<{ world: World; ana: Client; ben: Client; cleo: Client }> {
  const world = await World.create();
  const ana = await world.enter('Ana', 'host');
  return { world, ana, ben: await world.enter('Ben'), cleo: await world.enter('Cleo') };
}
