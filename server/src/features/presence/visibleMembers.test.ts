import { beforeEach, expect, it } from 'vitest';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Client, roomId, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let mia: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, mia] = [await world.enter('Ana', 'host'), await world.enter('Mia', 'moderator')];
  [ben, cleo] = [await world.enter('Ben'), await world.enter('Cleo')];
});

const seenBy = (client: Client) => Object.keys(client.state(presence).members).sort();
const lock = (seePeople: boolean) => mia.ask(moderation, 'lock', { locks: { seePeople } });

/** The state that events have made on each client equals the view that the client would get now. */
async function expectViewsAgree(): Promise<void> {
  for (const client of [ana, mia, ben, cleo]) {
    if (client.closed) continue;
    const believed = structuredClone(client.states);
    expect(await world.freshView(client), client.seat.name).toEqual(believed);
  }
}

it('[PR10] members who are locked from seeing people see themselves and the members who lead', async () => {
  await lock(true);
  expect(seenBy(ben)).toEqual(['ana', 'ben', 'mia']);
  expect(seenBy(ana)).toEqual(['ana', 'ben', 'cleo', 'mia']);
  const heard = ben.frames.length;
  await world.enter('Dora');
  await cleo.ask(presence, 'rename', { name: 'Cleopatra' });
  (await world.room()).lost('cleo', cleo);
  await expect.poll(() => ana.state(presence).members['cleo']?.online).toBe(false);
  expect(JSON.stringify(ben.frames.slice(heard))).not.toMatch(/dora|cleo/i);
  const late = await world.enter('Emil');
  expect(seenBy(late)).toEqual(['ana', 'emil', 'mia']);
  await lock(false);
  expect(seenBy(ben)).toEqual(['ana', 'ben', 'cleo', 'dora', 'emil', 'mia']);
  expect(ben.state(presence).members['cleo']).toMatchObject({ name: 'Cleopatra', online: false });
});

it('[PR10] a member who begins to lead becomes visible, one who ceases to lead becomes hidden', async () => {
  await lock(true);
  await mia.ask(moderation, 'present', { member: 'cleo' });
  expect(seenBy(ben)).toContain('cleo');
  await mia.ask(moderation, 'present', {});
  expect(seenBy(ben)).not.toContain('cleo');
  await ana.ask(moderation, 'promote', { member: 'cleo', role: 'moderator' });
  expect(ben.state(presence).members['cleo']?.role).toBe('moderator');
  expect(seenBy(cleo)).toContain('ben');
  await ana.ask(moderation, 'promote', { member: 'cleo', role: 'participant' });
  expect([seenBy(ben), seenBy(cleo)]).toEqual([
    ['ana', 'ben', 'mia'],
    ['ana', 'cleo', 'mia'],
  ]);
  await expectViewsAgree();
});

it('[PR10] one member can be exempted from the lock, and the exemption survives a restart', async () => {
  await lock(true);
  await mia.ask(moderation, 'exempt', { member: 'ben', unlocked: true });
  expect(seenBy(ben)).toContain('cleo');
  await expectViewsAgree();
  await world.start();
  expect(seenBy(await world.join(cleo.seat))).toEqual(['ana', 'cleo', 'mia']);
  expect(seenBy(await world.join(ben.seat))).toContain('cleo');
});

it('[PR10] an old log, with a list for each member, still gives who sees whom', async () => {
  const seq = world.log.logOf(roomId).length;
  const at = world.clock.now();
  const veil = { id: 'ben', hidden: ['cleo'] };
  await world.log.append(roomId, [
    { seq: seq + 1, at, feature: 'presence', event: 'veiled', payload: veil, to: ['ben'] },
    { seq: seq + 2, at, feature: 'presence', event: 'veiled', payload: { id: 'cleo', hidden: ['ben'] }, to: ['cleo'] },
    { seq: seq + 3, at, feature: 'presence', event: 'unveiled', payload: { id: 'cleo', members: [] }, to: ['cleo'] },
    { seq: seq + 4, at, feature: 'presence', event: 'left', payload: { id: 'mia' } },
  ]);
  await world.start();
  expect(seenBy(await world.join(ben.seat))).toEqual(['ana', 'ben']);
  expect(seenBy(await world.join(cleo.seat))).toEqual(['ana', 'ben', 'cleo']);
});
