import * as z from 'zod/mini';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limits } from '@plenum/shared/core/limits';
import { mediaLimits } from '@plenum/shared/features/media/limits';
import { ProtooLine } from './protooLine.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

const Consumers = z.object({ consumers: z.array(z.object({ id: z.string(), member: z.string() })) });
const rtpParameters = { codecs: [], encodings: [{ ssrc: 1 }] };

async function enter(room: string, name: string): Promise<{ line: RoomLine; media: ProtooLine }> {
  const line = await running.enter(room, name);
  return { line, media: await ProtooLine.connect(running.origin, line.mediaTicket) };
}

async function ready(media: ProtooLine): Promise<void> {
  await media.request('media:open', {});
  await media.request('media:ready', { rtpCapabilities: {}, have: [] });
}

it('carries a stream from its sender to all other members, and reports it on the room line', async () => {
  const { id } = await running.createRoom();
  const [ana, ben] = [await enter(id, 'Ana'), await enter(id, 'Ben')];
  await ready(ben.media);
  await ana.media.request('media:open', {});
  await ana.media.request('media:publish', { source: 'screenAudio', rtpParameters, muted: false });
  const member = ana.line.welcome.me.id;
  await expect
    .poll(() => ben.media.asked[1])
    .toMatchObject({ method: 'media:consume', data: { consumers: [{ member, source: 'screenAudio' }] } });
  await expect
    .poll(() => ben.line.heard.at(-1))
    .toEqual({ name: 'media:published', payload: { member, source: 'screenAudio', muted: false } });
  expect(ana.media.asked).toEqual([]);
  await ana.line.ask('presence:leave', {});
  await ana.media.closed;
  await expect.poll(() => ben.media.noticed.at(-1)?.method).toBe('media:consumersClosed');
});

it('offers the audio slots to every member, and tells their holders', async () => {
  const { id } = await running.createRoom();
  const [ana, ben] = [await enter(id, 'Ana'), await enter(id, 'Ben')];
  await Promise.all([ready(ana.media), ready(ben.media)]);
  await expect
    .poll(() => ben.media.asked)
    .toMatchObject([{ method: 'media:consume', data: { consumers: [{ slot: 0 }, { slot: 1 }, { slot: 2 }] } }]);
  await ana.media.request('media:publish', { source: 'mic', rtpParameters, muted: false });
  const member = ana.line.welcome.me.id;
  running.engine.speak(id, [member]);
  await expect
    .poll(() => ben.media.noticed.at(-1))
    .toMatchObject({ method: 'media:slots', data: { members: [member, null, null] } });
  expect(ben.media.asked).toHaveLength(1);
  const speaking = { name: 'media:speaking', payload: { members: [member] } };
  await expect.poll(() => ben.line.heard).toContainEqual(speaking);
});

it('[ME11] hidden members are heard and shown under an id that belongs to no other member', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  await host.ask('moderation:lock', { locks: { seePeople: true } });
  const [ben, cleo] = [await enter(id, 'Ben'), await enter(id, 'Cleo')];
  await Promise.all([ready(ben.media), ready(cleo.media)]);
  const member = ben.line.welcome.me.id;
  await ben.media.request('media:publish', { source: 'mic', rtpParameters, muted: false });
  await ben.media.request('media:publish', { source: 'camera', rtpParameters, muted: false });
  running.engine.speak(id, [member]);
  await expect.poll(() => cleo.media.asked).toHaveLength(2);
  await expect.poll(() => cleo.line.heard.map(({ name }) => name)).toContain('media:speaking');
  const announced = () => cleo.line.heard.filter(({ name }) => name === 'media:published');
  await expect.poll(() => announced().length).toBe(2);
  const published = announced().at(-1)?.payload;
  const [camera] = Consumers.parse(cleo.media.asked[1]?.data).consumers;
  // The ids on both lines agree, and do not reveal the person.
  expect(published).toMatchObject({ source: 'camera', member: camera?.member });
  expect(cleo.media.noticed.at(-1)).toMatchObject({
    method: 'media:slots',
    data: { members: [camera?.member, null, null] },
  });
  expect(cleo.line.heard).toContainEqual({ name: 'media:speaking', payload: { members: [camera?.member] } });
  const info = await (await fetch(`${running.origin}/api/rooms/${id}`)).text();
  const told = JSON.stringify([cleo.line.welcome, cleo.line.heard, cleo.media.asked, cleo.media.noticed, info]);
  expect(told).not.toContain(member);
  expect(told).not.toContain('Ben');
});

it('[ME12] tells each line which pictures are shown while the server has too little time, and asks senders for less', async () => {
  const { id } = await running.createRoom();
  const [ana, ben] = [await enter(id, 'Ana'), await enter(id, 'Ben')];
  await Promise.all([ready(ana.media), ready(ben.media)]);
  await ana.media.request('media:publish', { source: 'camera', rtpParameters, muted: false });
  await expect.poll(() => ben.media.asked).toHaveLength(2);
  const [camera] = Consumers.parse(ben.media.asked[1]?.data).consumers;
  await ben.media.request('media:watch', { consumers: [{ id: camera?.id, paused: false }] });
  const told = (media: ProtooLine, method: string) =>
    media.noticed.flatMap((notice) => (notice.method === method ? [notice.data] : []));
  const wanted = (layer: number | null) => ({ source: 'camera', layer });
  running.engine.shed(5);
  await expect.poll(() => told(ana.media, 'media:wanted').at(-1)).toEqual(wanted(null));
  running.engine.shed(0);
  await expect.poll(() => told(ana.media, 'media:wanted').at(-1)).toEqual(wanted(2));
  running.engine.shed(3);
  for (const { media } of [ana, ben])
    await expect.poll(() => told(media, 'media:pictures').at(-1)).toEqual({ shown: 'some' });
});

it('[ME7] ends streams that may not be sent any more, and hides cameras from members who may not see them', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  const hostMedia = await ProtooLine.connect(running.origin, host.mediaTicket);
  const [ben, cleo] = [await enter(id, 'Ben'), await enter(id, 'Cleo')];
  for (const media of [hostMedia, ben.media, cleo.media]) await ready(media);
  const share = (media: ProtooLine, source: string) =>
    media.request('media:publish', { source, rtpParameters, muted: false });
  await share(ben.media, 'mic');
  await share(ben.media, 'camera');
  await expect.poll(() => cleo.media.asked).toHaveLength(2);
  await host.ask('moderation:lock', { locks: { microphones: true, seeCameras: true } });
  await expect
    .poll(() => ben.media.noticed)
    .toContainEqual(expect.objectContaining({ method: 'media:stopped', data: { source: 'mic', reason: 'forbidden' } }));
  await expect.poll(() => cleo.media.noticed.at(-1)?.method).toBe('media:consumersClosed');
  await expect(share(ben.media, 'mic')).rejects.toMatchObject({ code: 'forbidden' });
  await share(hostMedia, 'camera');
  await expect.poll(() => cleo.media.asked).toHaveLength(3);
  await share(cleo.media, 'camera');
  await expect.poll(() => hostMedia.asked).toHaveLength(3);
  expect(ben.media.asked.slice(1)).toMatchObject([{ data: { consumers: [{ member: host.welcome.me.id }] } }]);
  await host.ask('moderation:lock', { locks: { seeCameras: false } });
  await expect
    .poll(() => ben.media.asked.at(-1)?.data)
    .toMatchObject({ consumers: [{ member: cleo.line.welcome.me.id, source: 'camera' }] });
});

it('ends the stream that a moderator stopped, and tells its sender', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  const [ben, cleo] = [await enter(id, 'Ben'), await enter(id, 'Cleo')];
  for (const { media } of [ben, cleo]) await ready(media);
  const publish = () => ben.media.request('media:publish', { source: 'screen', rtpParameters, muted: false });
  await publish();
  await expect.poll(() => cleo.media.asked).toHaveLength(2);
  const stop = { member: ben.line.welcome.me.id, source: 'screen' };
  expect(await cleo.line.ask('media:stop', stop)).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await host.ask('media:stop', stop)).toMatchObject({ ok: true });
  await expect
    .poll(() => ben.media.noticed)
    .toContainEqual(expect.objectContaining({ method: 'media:stopped', data: { source: 'screen', reason: 'ended' } }));
  await expect.poll(() => cleo.media.noticed.at(-1)?.method).toBe('media:consumersClosed');
  await publish();
});

it('[ME9] a lock, and a moderator, end every camera of a member; at most three are accepted', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  const ben = await enter(id, 'Ben');
  await ready(ben.media);
  const publish = (source: string) => ben.media.request('media:publish', { source, rtpParameters, muted: false });
  const stopped = (reason: string) =>
    ben.media.noticed.flatMap(({ method, data }) =>
      method === 'media:stopped' && Reflect.get(Object(data), 'reason') === reason
        ? [Reflect.get(Object(data), 'source')]
        : [],
    );
  for (const source of ['camera', 'camera2', 'camera3']) await publish(source);
  await expect(publish('camera4')).rejects.toMatchObject({ code: 'invalid' });
  await host.ask('media:stop', { member: ben.line.welcome.me.id, source: 'camera' });
  await expect.poll(() => stopped('ended')).toEqual(['camera', 'camera2', 'camera3']);
  for (const source of ['camera2', 'contentCamera']) await publish(source);
  await host.ask('moderation:lock', { locks: { cameras: true } });
  await expect.poll(() => stopped('forbidden')).toEqual(['camera2']);
  await expect(publish('camera3')).rejects.toMatchObject({ code: 'forbidden' });
});

it('[ME10] a camera as content needs the right to share, and members who see no cameras see it', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  const [ben, cleo] = [await enter(id, 'Ben'), await enter(id, 'Cleo')];
  for (const { media } of [ben, cleo]) await ready(media);
  const publish = (source: string) => ben.media.request('media:publish', { source, rtpParameters, muted: false });
  await host.ask('moderation:lock', { locks: { seeCameras: true, cameras: true } });
  await expect(publish('camera')).rejects.toMatchObject({ code: 'forbidden' });
  await publish('contentCamera');
  await expect
    .poll(() => cleo.media.asked.at(-1)?.data)
    .toMatchObject({ consumers: [{ member: ben.line.welcome.me.id, source: 'contentCamera' }] });
  await host.ask('moderation:lock', { locks: { cameras: false, screens: true } });
  await expect.poll(() => cleo.media.noticed.at(-1)?.method).toBe('media:consumersClosed');
  await expect(publish('contentCamera')).rejects.toMatchObject({ code: 'forbidden' });
});

it('opens for a ticket once, for this origin only, and never for a room ticket', async () => {
  const { id } = await running.createRoom();
  const line = await running.enter(id, 'Ana');
  const ticket = line.mediaTicket;
  await expect(ProtooLine.connect(running.origin, ticket, 'https://evil.example')).rejects.toThrow('refused');
  await expect(ProtooLine.connect(running.origin, await running.ticket(id, 'Ben'))).rejects.toThrow('refused');
  await expect(ProtooLine.connect(running.origin, 'nonsense')).rejects.toThrow('refused');
  await ProtooLine.connect(running.origin, ticket);
  await expect(ProtooLine.connect(running.origin, ticket)).rejects.toThrow('refused');
  const again = await line.ask('media:ticket', {});
  if (again.ok) await ProtooLine.connect(running.origin, String(Reflect.get(Object(again.value), 'ticket')));
  expect(again.ok).toBe(true);
});

it.each([
  ['an unknown request', 'media:explode', {}],
  ['a command of the room line', 'chat:send', { text: 'x' }],
  ['the name of a JavaScript method', 'media:constructor', {}],
  ['a wrong type', 'media:publish', { source: 'mic', rtpParameters: 7, muted: false }],
  ['an unknown source', 'media:publish', { source: 'brain', rtpParameters, muted: false }],
  ['an extra field', 'media:unpublish', { source: 'mic', member: 'ben' }],
  [
    'too many ids',
    'media:watch',
    { consumers: Array.from({ length: mediaLimits.consumersPerMessage + 1 }, () => ({ id: 'a' })) },
  ],
  [
    'a payload nested too deeply',
    'media:ready',
    { rtpCapabilities: JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as unknown, have: [] },
  ],
])('answers %s with a typed error to its sender alone', async (_what, method, data) => {
  const { id } = await running.createRoom();
  const ana = await enter(id, 'Ana');
  const ben = await running.enter(id, 'Ben');
  await expect(ana.media.request(method, data)).rejects.toMatchObject({ code: 'invalid' });
  await expect(ana.media.request('media:open', {})).resolves.toMatchObject({ resumed: false });
  expect(ben.heard.map(({ name }) => name)).toEqual(['room:welcome']);
});

it('closes a line that sends malformed frames, and the server continues', async () => {
  const { id } = await running.createRoom();
  for (const frame of ['null', '7', '"x"', '[]', '{', '', 'x'.repeat(limits.messageBytes * 2)]) {
    const { media } = await enter(id, 'Ana');
    media.raw(frame);
    await media.closed;
  }
  expect((await running.http('GET', '/healthz')).status).toBe(200);
});

it('asks all members to open again when the worker dies, and no member sees a stream end', async () => {
  const { id } = await running.createRoom();
  const [ana, ben] = [await enter(id, 'Ana'), await enter(id, 'Ben')];
  await Promise.all([ready(ana.media), ready(ben.media)]);
  await ana.media.request('media:publish', { source: 'camera', rtpParameters, muted: false });
  await expect.poll(() => ben.media.asked).toHaveLength(2);
  running.engine.killWorker();
  await expect
    .poll(() => [ana, ben].map(({ media }) => media.noticed.at(-1)?.method))
    .toEqual(['media:reset', 'media:reset']);
  await Promise.all([ready(ana.media), ready(ben.media)]);
  await ana.media.request('media:publish', { source: 'camera', rtpParameters, muted: false });
  await expect.poll(() => ben.media.asked).toHaveLength(4);
  expect(ben.line.heard.map(({ name }) => name).filter((name) => name.startsWith('media:'))).toEqual([
    'media:published',
  ]);
});

it('ends all media when the meeting ends for all', async () => {
  const { id, hostKey } = await running.createRoom();
  const [host, ben] = [await running.enter(id, 'Ana', hostKey), await enter(id, 'Ben')];
  await ready(ben.media);
  await ben.media.request('media:publish', { source: 'camera', rtpParameters, muted: false });
  await expect.poll(() => running.engine.rooms).toContain(id);
  await host.ask('moderation:end', {});
  await ben.media.closed;
  await expect.poll(() => running.engine.rooms).not.toContain(id);
  expect(ben.line.heard.map(({ name }) => name)).toContain('media:allUnpublished');
});
