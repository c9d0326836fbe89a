import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BbbScene, bbbScene, failed, type Program } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;

beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
});
afterAll(async () => scene.close());

const said = [
  ['returncode', 'SUCCESS'],
  ['messageKey', ''],
  ['message', ''],
];
const inactive = failed('meetingNotFound', 'Meeting not found or not active');
const length = failed('validationError', 'Message must be between 1 and 500 characters');

describe('sendChatMessage', () => {
  it('is read by everybody in the meeting, under the name that the program says', async () => {
    await program.create('spoken');
    const ana = await program.enter('spoken', 'Ana');
    const say = (more: Readonly<Record<string, string>>) =>
      program.ask('sendChatMessage', { meetingID: 'spoken', ...more });
    expect((await say({ message: 'Ten <b>minutes</b> left & more' })).nodes).toEqual(said);
    expect((await say({ message: 'x'.repeat(500), userName: 'Office <i>' })).nodes).toEqual(said);
    await vi.waitFor(() => {
      const messages = ana.heard.filter(({ name }) => name === 'chat:sent').map(({ payload }) => payload);
      expect(messages).toMatchObject([
        { name: 'System', text: 'Ten <b>minutes</b> left & more' },
        { name: 'Office i', text: 'x'.repeat(500) },
      ]);
    });
    ana.socket.disconnect();
  });

  it('is refused without a meeting with people, and for words that are too long or none', async () => {
    await program.create('empty');
    const say = (more: Readonly<Record<string, string>>) => program.ask('sendChatMessage', { message: 'x', ...more });
    expect((await say({ meetingID: 'nowhere' })).nodes).toEqual(inactive);
    expect((await say({ meetingID: 'empty' })).nodes).toEqual(inactive);
    await program.ask('end', { meetingID: 'empty' });
    expect((await say({ meetingID: 'empty' })).nodes).toEqual(inactive);
    expect((await say({})).nodes).toEqual(failed('missingParamMeetingID', 'You must provide a meeting ID'));
    for (const message of ['', ' ', 'x'.repeat(501)]) {
      expect((await say({ meetingID: 'empty', message })).nodes).toEqual(length);
    }
    expect((await say({ meetingID: 'empty', userName: 'x'.repeat(256) })).nodes).toEqual(
      failed('validationError', 'User name must be between 1 and 255 characters'),
    );
  });
});

describe('getJoinUrl and feedback', () => {
  const answered = async (parameters: string) => {
    const url = `${scene.running.origin}/bigbluebutton/api/getJoinUrl${parameters}`;
    return JSON.parse((await program.fetch(url)).text).response;
  };

  it('gives the person of a session another signed way in, with the same name and role', async () => {
    await program.create('again');
    const joined = await program.ask('join', {
      meetingID: 'again',
      fullName: 'Ana & Ñ',
      password: 'mp',
      userID: 'u-1',
      redirect: 'false',
      'userdata-a': '1',
    });
    const token = joined.value('session_token') ?? '';
    const answer = await answered(`?sessionToken=${token}&userdata-b=2&role=MODERATOR`);
    expect(answer).toEqual({
      returncode: 'SUCCESS',
      message: 'Join URL provided successfully.',
      url: expect.stringMatching(/\/bigbluebutton\/api\/join\?.*existingUserID=w_.*checksum=[0-9a-f]{64}$/),
    });
    const line = await program.follow((await program.fetch(answer.url)).location);
    expect(line.welcome.me).toMatchObject({ name: 'Ana & Ñ', role: 'host' });
    const info = await program.ask('getMeetingInfo', { meetingID: 'again' });
    expect([info.value('userID'), info.value('a'), info.value('b')]).toEqual(['u-1', '1', '2']);
    line.socket.disconnect();
  });

  it('gives a viewer no other role', async () => {
    await program.create('viewer');
    const joined = await program.ask('join', {
      meetingID: 'viewer',
      fullName: 'Ben',
      password: 'ap',
      redirect: 'false',
    });
    const { url } = await answered(`?sessionToken=${joined.value('session_token')}&role=MODERATOR&userdata-x=1`);
    expect(new URL(url).searchParams.get('role')).toBe('VIEWER');
  });

  it('is refused without a session', async () => {
    expect(await answered('')).toMatchObject({ returncode: 'FAILED', messageKey: 'missingToken' });
    expect(await answered('?sessionToken=x')).toMatchObject({ returncode: 'FAILED', messageKey: 'invalidSession' });
    await program.create('over');
    const joined = await program.ask('join', { meetingID: 'over', fullName: 'Ana', password: 'ap', redirect: 'false' });
    await program.ask('end', { meetingID: 'over' });
    const after = await answered(`?sessionToken=${joined.value('session_token')}`);
    expect(after).toMatchObject({ returncode: 'FAILED', messageKey: 'invalidSession' });
  });

  it('learningDashboard tells moderators that there is none, and others nothing', async () => {
    const say = async (parameters: string) => {
      const url = `${scene.running.origin}/bigbluebutton/api/learningDashboard${parameters}`;
      return JSON.parse((await program.fetch(url)).text);
    };
    await program.create('board');
    const tokenOf = async (password: string) =>
      (await program.ask('join', { meetingID: 'board', fullName: 'Ana', password, redirect: 'false' })).value(
        'session_token',
      ) ?? '';
    const [viewer, moderator] = [await tokenOf('ap'), await tokenOf('mp')];
    const failure = (message: string, sessionToken: string) => ({
      response: { returncode: 'FAILED', message, sessionToken },
    });
    expect(await say('')).toEqual(failure('Invalid Session', ''));
    expect(await say('?sessionToken=x')).toEqual(failure('Invalid Session', 'x'));
    expect(await say(`?sessionToken=${viewer}`)).toEqual(failure('Access denied', viewer));
    expect(await say(`?sessionToken=${moderator}`)).toEqual(
      failure('Learning Dashboard disabled for this meeting', moderator),
    );
    await program.ask('end', { meetingID: 'board' });
    expect(await say(`?sessionToken=${moderator}`)).toEqual(failure('Meeting not found', moderator));
  });

  it('stuns has no addresses for a session, and none for others', async () => {
    const say = async (parameters: string) => {
      const url = `${scene.running.origin}/bigbluebutton/api/stuns${parameters}`;
      return JSON.parse((await program.fetch(url)).text);
    };
    await program.create('stuns');
    const joined = await program.ask('join', {
      meetingID: 'stuns',
      fullName: 'Ana',
      password: 'ap',
      redirect: 'false',
    });
    expect(await say(`?sessionToken=${joined.value('session_token')}`)).toEqual({
      stunServers: [],
      turnServers: [],
      remoteIceCandidates: [],
    });
    expect(await say('')).toMatchObject({ response: { returncode: 'FAILED', messageKey: 'missingToken' } });
    expect(await say('?sessionToken=x')).toMatchObject({ response: { messageKey: 'invalidSession' } });
  });

  it('takes what a person says of a meeting', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"rating":5}' };
    const answer = await program.fetch(`${scene.running.origin}/bigbluebutton/api/feedback`, init);
    expect(JSON.parse(answer.text)).toEqual({ status: 'ok' });
  });
});
