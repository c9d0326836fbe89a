import { afterAll, beforeAll, expect, it } from 'vitest';
import { letterTo } from './people.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

it('an invitation is a letter to the invited address, whose link is the one that the answer shows', async () => {
  const path = `/api/organisations/${scene.organisation}/invitations`;
  const input = { email: 'Lea@Example.org', role: 'member' };
  const { status, json } = await running.http('POST', path, input, scene.cookie('owner'));
  expect(status).toBe(201);
  const letter = await letterTo(running, 'lea@example.org');
  expect(json).toMatchObject({ email: 'lea@example.org', token: letter.token });
  expect(letter.text).toMatch(/http:\/\/\S+\/invitation#/);
  expect(letter.subject).toContain('owner invites you to');
  const look = await running.http('POST', '/api/invitations/look', { token: letter.token });
  expect(look.json).toMatchObject({ role: 'member' });
});

it('an invitation whose letter meets a full queue is refused, changes nothing, and keeps the one before', async () => {
  const path = `/api/organisations/${scene.organisation}/invitations`;
  const send = (email: string) => running.http('POST', path, { email, role: 'member' }, scene.cookie('owner'));
  const listed = async () => (await running.http('GET', path, undefined, scene.cookie('owner'))).json;
  const audited = async () => (await running.store.ask.audit.page({ acting: scene.as('owner') })).rows.length;
  expect((await send('before@example.org')).status).toBe(201);
  const [list, changes] = [await listed(), await audited()];
  const { letters } = running.store.calls;
  const due_at = Date.now() + 3_600_000;
  const rows = Array.from({ length: 10_000 }, (_, index) => {
    return { id: `waiting-${index}`, recipient: 'x@example.org', letter: '{}', tries: 0, due_at, expires_at: due_at };
  });
  await running.store.together(rows.map((row) => letters.add({ row })));
  expect(await send('new@example.org')).toMatchObject({ status: 409, json: { code: 'full' } });
  expect((await send('before@example.org')).status).toBe(409);
  const founded = { name: 'Founded', tier: 'micro', owner: 'new@example.org' };
  expect((await running.http('POST', '/api/organisations', founded, scene.cookie('operator'))).status).toBe(409);
  expect(await listed()).toEqual(list);
  expect(await audited()).toBe(changes);
  await running.store.together(rows.map(({ id }) => letters.remove({ id })));
  expect((await send('new@example.org')).status).toBe(201);
});
