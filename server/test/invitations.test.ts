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
