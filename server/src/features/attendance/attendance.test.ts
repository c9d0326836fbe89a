import { beforeEach, expect, it } from 'vitest';
import { attendanceLimits } from '@plenum/shared/features/attendance/limits';
import { attendance } from '@plenum/shared/features/attendance/contract';
import { reduceAttendance } from '@plenum/shared/features/attendance/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';

keepsTheLaw(attendance, { export: {} });

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

async function stays(): Promise<unknown> {
  const reply = await ana.ask(attendance, 'export', {});
  expect(reply).toMatchObject({ ok: true });
  return reply.ok && attendance.commands.export.output.parse(reply.value).stays;
}

async function talk(...members: string[]): Promise<void> {
  (await world.room()).tell(world.slices.media, { type: 'speaking', members });
}

it('[AT1] each stay has name, role, beginning and end; a lost line does not end it', async () => {
  const joined = world.clock.now();
  world.clock.advance(5_000);
  (await world.room()).lost('ben', ben);
  await expect.poll(() => ana.state(presence).members['ben']?.online).toBe(false);
  ben = await world.join(ben.seat);
  await ben.ask(presence, 'rename', { name: 'Ben B.' });
  world.clock.advance(5_000);
  await ben.ask(presence, 'leave', {});
  world.clock.advance(1_000);
  await world.enter('Ben');
  expect(await stays()).toEqual([
    { member: 'ana', name: 'Ana', role: 'host', joined, talked: 0 },
    { member: 'ben', name: 'Ben B.', role: 'participant', joined, left: joined + 10_000, talked: 0 },
    { member: 'ben', name: 'Ben', role: 'participant', joined: joined + 11_000, talked: 0 },
  ]);
});

it('[AT2] talking time is counted for each stay', async () => {
  await talk('ben');
  world.clock.advance(4_000);
  await talk('ben', 'ana');
  world.clock.advance(3_000);
  await talk('ana');
  world.clock.advance(1_000);
  expect(await stays()).toMatchObject([{ talked: 4_000 }, { talked: 7_000 }]);
  world.clock.advance(1_000);
  await ana.ask(presence, 'rename', { name: 'Ana M.' });
  await talk();
  expect(await stays()).toMatchObject([{ talked: 5_000 }, { talked: 7_000 }]);
});

it('[AT3] nothing is sent beforehand, and only members who manage members get it', async () => {
  await talk('ben');
  world.clock.advance(60_000);
  await talk();
  await ben.ask(presence, 'leave', {});
  ben = await world.enter('Ben');
  expect(ana.heard.filter((name) => name.startsWith('attendance:'))).toEqual([]);
  expect(ben.state(attendance)).toEqual({ stays: [] });
  expect(await ben.ask(attendance, 'export', {})).toMatchObject({ ok: false, code: 'forbidden' });
});

it('[AT4] it survives a restart', async () => {
  await talk('ben');
  world.clock.advance(40_000);
  await talk();
  const before = await stays();
  await world.start();
  ana = await world.enter('Ana', 'host');
  expect(await stays()).toEqual(before);
});

it('[AT5] many short stays of one member push out no long stay', () => {
  let state = reduceAttendance.initial;
  const happen = (event: string, payload: unknown, at: number) => {
    state = reduceAttendance.reduce(state, event, payload, { seq: at, at });
  };
  happen('came', { member: 'ana', name: 'Ana', role: 'guest' }, 0);
  happen('went', { member: 'ana' }, 3_600);
  for (let n = 0; n < attendanceLimits.stays + 50; n += 1) {
    happen('came', { member: `m${n}`, name: 'M', role: 'guest' }, 4_000 + 2 * n);
    happen('went', { member: `m${n}` }, 4_001 + 2 * n);
  }
  expect(state.stays).toHaveLength(attendanceLimits.stays);
  expect(state.stays[0]).toMatchObject({ member: 'ana', joined: 0, left: 3_600 });
});

it('[AT5] of members who are still here the oldest stays are dropped first', () => {
  let state = reduceAttendance.initial;
  for (let n = 0; n <= attendanceLimits.stays; n += 1) {
    const payload = { member: `m${n}`, name: 'M', role: 'guest' };
    state = reduceAttendance.reduce(state, 'came', payload, { seq: n, at: n });
  }
  expect([state.stays.length, state.stays[0]?.member]).toEqual([attendanceLimits.stays, 'm1']);
});
