import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecordingCard } from '@plenum/shared/api/recording/contract';
import type { ChangeRecordingInput } from '@plenum/shared/api/recording/contract';
import * as z from 'zod/mini';
import { type AccountKind, RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create({ office: undefined });
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

const List = z.object({ recordings: z.array(RecordingCard), usage: z.object({ bytes: z.number(), most: z.number() }) });
const about = (kind: AccountKind, recording: string) => ({ acting: scene.as(kind), recording });

async function status(path: string, kind?: AccountKind): Promise<number> {
  return (await running.http('GET', `/api/recordings/${path}`, undefined, kind ? scene.cookie(kind) : {})).status;
}

it('[RK2] lets owner, hosts and admins manage a recording; for others it does not exist', async () => {
  const id = await scene.newRecording('hosts');
  const titled = async (kind: AccountKind) =>
    (await running.http('PATCH', `/api/recordings/${id}`, { title: kind }, scene.cookie(kind))).status;
  for (const kind of ['host', 'admin', 'owner'] as const) expect(await titled(kind), kind).toBe(200);
  for (const kind of ['stranger', 'member', 'admin elsewhere'] as const) expect(await titled(kind), kind).toBe(404);
});

it('[RK3] shows a published recording to the people whom its visibility names, and to no others', async () => {
  const id = await scene.newRecording('hosts');
  const { facts } = await running.store.ask.recordings.read(about('owner', id));
  const link = `${id}?key=${facts.key}`;
  const seen = async (set: ChangeRecordingInput) => {
    await running.store.ask.recordings.change({ ...about('owner', id), set });
    return [
      await status(id, 'host'),
      await status(id, 'member'),
      await status(id),
      await status(link),
      await status(`${link}&code=${facts.code}`),
    ];
  };
  expect(await seen({ visibility: 'hosts' })).toEqual([200, 404, 404, 403, 403]);
  expect(await seen({ visibility: 'organisation' })).toEqual([200, 200, 404, 403, 403]);
  expect(await seen({ visibility: 'link' })).toEqual([200, 404, 404, 200, 200]);
  expect(await seen({ visibility: 'code' })).toEqual([200, 404, 404, 403, 200]);
  expect(await seen({ visibility: 'public' })).toEqual([200, 200, 200, 200, 200]);
  expect(await seen({ state: 'unpublished' })).toEqual([200, 404, 404, 404, 404]);
  // The key of managers is no key of a recording that belongs to a space.
  expect(await status(`${id}?key=${facts.managerKey}`)).toBe(404);
});

it('[RK5] counts the bytes of all recordings against the limit, and refuses one when nothing is left', async () => {
  const { id: space } = await scene.newSpace();
  const before = List.parse(
    (await running.http('GET', `/api/spaces/${space}/recordings`, undefined, scene.cookie('host'))).json,
  );
  const home = 'r-of-the-quota';
  await running.store.createRoom({ id: home, title: 'x', hostKeyHash: 'ab', createdAt: 1, space });
  const secrets = { key: 'k', managerKey: 'm', code: '1' };
  const begin = (id: string) =>
    running.store.ask.recordings.begin({ id, room: home, home, title: 'x', chat: 'kept', ...secrets, at: 1 });
  const { most } = before.usage;
  expect(await begin('one')).toMatchObject(before.usage);
  await running.store.ask.recordings.measure({ id: 'one', bytes: most, duration: 1, isDone: true });
  await expect(begin('two')).rejects.toMatchObject({ code: 'full', met: { limit: 'recordingBytes', most } });
  // Those in the bin count too.
  await running.store.ask.recordings.remove({ ...about('owner', 'one'), at: 1 });
  await expect(begin('two')).rejects.toMatchObject({ code: 'full' });
  expect(await running.store.ask.recordings.due({ now: Date.now(), spacelessMs: Number.POSITIVE_INFINITY })).toContain(
    'one',
  );
  await running.store.ask.recordings.forget({ id: 'one' });
  // After a restart a recording begins again, and its own bytes do not count beside it.
  await begin('three');
  await running.store.ask.recordings.measure({ id: 'three', bytes: most, duration: 1, isDone: false });
  expect(await begin('three')).toMatchObject(before.usage);
  await running.store.ask.recordings.forget({ id: 'three' });
  expect(await begin('two')).toMatchObject(before.usage);
});

it('[RK7] erases the recordings of a space that is gone', async () => {
  const id = await scene.newRecording('hosts');
  const { facts } = await running.store.ask.recordings.read(about('owner', id));
  expect(
    await running.store.ask.recordings.due({ now: Date.now(), spacelessMs: Number.POSITIVE_INFINITY }),
  ).not.toContain(id);
  await running.store.ask.spaces.remove({ acting: scene.as('host'), space: facts.space ?? '' });
  expect(await running.store.ask.recordings.due({ now: Date.now(), spacelessMs: Number.POSITIVE_INFINITY })).toContain(
    id,
  );
});

it('[RC9] a space knows whether its last meeting was recorded', async () => {
  const { space } = await scene.newMeeting();
  const { slug } = await running.store.ask.spaces.read({ acting: scene.as('host'), space });
  const begin = async (id: string) => {
    const record = { id, hostKeyHash: 'ab', createdAt: Date.now() };
    return (await running.store.ask.openings.begin({ slug, record })).recorded;
  };
  expect(await begin('first-room')).toBe(false);
  const secrets = { key: 'k', managerKey: 'm', code: '1' };
  const about = { id: 'of-the-last', room: 'first-room', home: 'first-room', title: 'x', chat: 'kept' } as const;
  await running.store.ask.recordings.begin({ ...about, ...secrets, at: Date.now() });
  expect(await begin('second-room')).toBe(true);
});

it('[RK9] counts views without a trace of the person', async () => {
  const id = await scene.newRecording('organisation');
  await status(id, 'member');
  await status(id, 'owner');
  const { facts } = await running.store.ask.recordings.read(about('owner', id));
  expect(facts.views).toBe(2);
});
