import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../FakeClock.ts';
import { RecordScene } from '../recordScene.ts';
import { Running } from '../running.ts';
import { checksumAlgorithms } from '../../src/gateway/http/bbb/checksum.ts';
import { Program, serverSecret } from './bbbScene.ts';

let running: Running;
let program: Program;
let clock: FakeClock;

beforeEach(async () => {
  running = await Running.create({}, { options: { bbb: { secret: serverSecret, checksums: checksumAlgorithms } } });
  await running.stop();
  clock = new FakeClock();
  running.clock = clock;
  await running.start();
  program = new Program(running);
});
afterEach(async () => running.close());

const minute = 60_000;
const isThere = async (meetingID: string) =>
  (await program.ask('getMeetingInfo', { meetingID })).value('returncode') === 'SUCCESS';
/** Moves the clock until a meeting is over; the server looks for such meetings every few seconds. */
const isOverSoon = (meetingID: string) =>
  vi.waitFor(async () => {
    clock.advance(5_000);
    expect(await isThere(meetingID)).toBe(false);
  });

describe('a meeting is over', () => {
  it('when another node was asked to end it', async () => {
    await program.create('moved');
    const ana = await program.enter('moved', 'Ana');
    const gone = ana.closed();
    const [row] = await running.store.ask.bbbMeetings.live({ owner: '' });
    await running.store.ask.bbbMeetings.end({ room: row?.room ?? '', at: clock.now() });
    clock.advance(5_000);
    await gone;
  });

  it('five minutes after it was made when nobody comes, and not before', async () => {
    await program.create('alone');
    clock.advance(4 * minute);
    expect(await isThere('alone')).toBe(true);
    clock.advance(minute);
    await isOverSoon('alone');
  });

  it('never for want of people where the program says so', async () => {
    await program.create('patient', { meetingExpireIfNoUserJoinedInMinutes: '0' });
    for (let hour = 0; hour < 24; hour += 1) clock.advance(60 * minute);
    expect(await isThere('patient')).toBe(true);
  });

  it('a minute after the last person left, or when the program says', async () => {
    await program.create('short');
    await program.create('long', { meetingExpireWhenLastUserLeftInMinutes: '30' });
    for (const id of ['short', 'long']) {
      const ana = await program.enter(id, 'Ana');
      await vi.waitFor(async () => {
        expect((await program.ask('getMeetingInfo', { meetingID: id })).value('startTime')).not.toBe('0');
      });
      await ana.ask('presence:leave', {});
      await vi.waitFor(async () => {
        expect((await program.ask('isMeetingRunning', { meetingID: id })).value('running')).toBe('false');
      });
    }
    expect(await isThere('short')).toBe(true);
    clock.advance(minute);
    await isOverSoon('short');
    expect(await isThere('long')).toBe(true);
    clock.advance(30 * minute);
    await isOverSoon('long');
  });

  it('when its minutes are over', async () => {
    await program.create('timed', { duration: '2', meetingExpireWhenLastUserLeftInMinutes: '0' });
    const ana = await program.enter('timed', 'Ana');
    await vi.waitFor(async () => {
      expect((await program.ask('getMeetingInfo', { meetingID: 'timed' })).value('startTime')).not.toBe('0');
    });
    await vi.waitFor(() => {
      clock.advance(5_000);
      expect(ana.socket.connected).toBe(false);
    }, 10_000);
    await isOverSoon('timed');
  });

  it('a minute after its last moderator left, where the program says so', async () => {
    await program.create('led', { endWhenNoModerator: 'true' });
    const mia = await program.enter('led', 'Mia', { role: 'MODERATOR' });
    const ben = await program.enter('led', 'Ben');
    const gone = ben.closed();
    await vi.waitFor(async () => {
      expect((await program.ask('getMeetingInfo', { meetingID: 'led' })).value('startTime')).not.toBe('0');
    });
    clock.advance(5_000);
    await mia.ask('presence:leave', {});
    await isOverSoon('led');
    await gone;
  });

  it('when a moderator ends it in the meeting', async () => {
    await program.create('by-hand');
    const mia = await program.enter('by-hand', 'Mia', { role: 'MODERATOR' });
    await mia.ask('moderation:end', {});
    expect(await isThere('by-hand')).toBe(false);
    expect((await program.create('by-hand')).value('messageKey')).toBe('');
  });
});

it('one program has a bounded number of meetings at once', async () => {
  await program.create('first');
  const { ask } = running.store;
  const [first] = await ask.bbbMeetings.live({ owner: '' });
  if (!first) throw new Error('The meeting is not stored.');
  const row = { ...first, meeting_id: 'second', internal_id: 'second', room: 'second', voice_bridge: '70000' };
  await expect(ask.bbbMeetings.create({ row, most: 1 })).rejects.toMatchObject({ code: 'full' });
  expect(await ask.bbbMeetings.live({ owner: '' })).toHaveLength(1);
});

it('a restart keeps meetings, their people, and who ended', async () => {
  const made = await program.create('kept', { 'meta_a-b': 'c', maxParticipants: '9' });
  await program.create('ended');
  await program.ask('end', { meetingID: 'ended' });
  const ana = await program.enter('kept', 'Ana', { userID: 'u-1', 'userdata-x': 'y' });
  const before = await vi.waitFor(async () => {
    const answer = await program.ask('getMeetingInfo', { meetingID: 'kept' });
    expect(answer.value('startTime')).not.toBe('0');
    return answer;
  });
  await running.stop();
  ana.socket.disconnect();
  await running.start();
  expect((await program.ask('getMeetingInfo', { meetingID: 'kept' })).nodes).toEqual(before.nodes);
  expect((await program.create('kept')).value('createTime')).toBe(made.value('createTime'));
  const late = await program.ask('join', { meetingID: 'ended', fullName: 'Ben', password: 'ap', redirect: 'false' });
  expect(late.value('messageKey')).toBe('meetingForciblyEnded');
});

describe('secrets of organisations', () => {
  let scene: RecordScene;
  beforeEach(async () => {
    scene = await RecordScene.create(running);
  });

  const secretFor = async (organisation: string, cookie: Record<string, string>) => {
    const path = `/api/organisations/${organisation}/bbb-secrets`;
    const { json } = await running.http('POST', path, { name: 'Moodle' }, cookie);
    const { id, secret } = Object(json);
    return { id: String(id), secret: String(secret), path };
  };

  it('each sees its own meetings alone, under the same ids', async () => {
    const ours = await secretFor(scene.organisation, scene.cookie('owner'));
    const theirs = await secretFor(scene.elsewhere, scene.cookie('admin elsewhere'));
    const programs = [program, new Program(running, ours.secret), new Program(running, theirs.secret)];
    const made = await Promise.all(programs.map((one, index) => one.create('lesson', { name: `Lesson ${index}` })));
    expect(new Set(made.map((answer) => answer.value('messageKey')))).toEqual(new Set(['']));
    for (const [index, one] of programs.entries()) {
      expect((await one.ask('getMeetings')).text.match(/<meeting>/g)).toHaveLength(1);
      const info = await one.ask('getMeetingInfo', { meetingID: 'lesson' });
      expect(info.value('meetingName')).toBe(`Lesson ${index}`);
    }
    await programs[1]?.create('secret-lesson');
    for (const call of ['getMeetingInfo', 'end', 'isMeetingRunning', 'join']) {
      const answer = await programs[2]?.ask(call, {
        meetingID: 'secret-lesson',
        fullName: 'Eve',
        password: 'mp',
        redirect: 'false',
      });
      const key = { isMeetingRunning: undefined, join: 'invalidMeetingIdentifier' };
      expect(answer?.value('messageKey'), call).toBe(Object.hasOwn(key, call) ? Reflect.get(key, call) : 'notFound');
    }
  });

  it('a secret is shown once, stored encrypted, and refused as soon as it is revoked', async () => {
    const { id, secret, path } = await secretFor(scene.organisation, scene.cookie('owner'));
    const mine = new Program(running, secret);
    expect((await mine.ask('getMeetings')).value('messageKey')).toBe('noMeetings');
    const list = await running.http('GET', path, undefined, scene.cookie('owner'));
    expect(list.json).toEqual({ secrets: [{ id, name: 'Moodle', createdAt: expect.any(Number) }] });
    expect(list.text).not.toContain(secret);
    const rows = await running.store.ask.bbbSecrets.valid();
    expect(JSON.stringify(rows)).not.toContain(secret);
    await running.http('DELETE', `${path}/${id}`, undefined, scene.cookie('owner'));
    expect((await mine.ask('getMeetings')).value('messageKey')).toBe('checksumError');
  });

  it('meetings count for the organisation', async () => {
    const { secret } = await secretFor(scene.organisation, scene.cookie('owner'));
    const mine = new Program(running, secret);
    await mine.create('counted');
    const ana = await mine.enter('counted', 'Ana');
    const usage = () =>
      running.http('GET', `/api/organisations/${scene.organisation}/usage`, undefined, scene.cookie('owner'));
    await vi.waitFor(async () => expect((await usage()).json).toMatchObject({ now: { meetings: 1, people: 1 } }));
    ana.socket.disconnect();
  });
});
