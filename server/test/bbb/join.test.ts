import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BbbScene, bbbScene, failed, tokenOf, type Program } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;

beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
});
afterAll(async () => scene.close());

describe('join', () => {
  it('answers XML where no redirect is wanted', async () => {
    const made = await program.create('joined');
    const wish = { meetingID: 'joined', fullName: 'Ana', role: 'viewer', redirect: 'false' };
    const answer = await program.ask('join', wish);
    const token = answer.value('session_token') ?? '';
    expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(answer.nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ['messageKey', 'successfullyJoined'],
      ['message', 'You have joined successfully.'],
      ['meeting_id', made.value('internalMeetingID')],
      ['user_id', expect.stringMatching(/^w_[A-Za-z0-9]{14}$/)],
      ['auth_token', token],
      ['session_token', token],
      ['guestStatus', 'ALLOW'],
      ['url', expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/join\?token=[\w.-]+$/)],
    ]);
  });

  it('redirects the browser, to an address that works once', async () => {
    await program.create('passes');
    const url = program.url('join', { meetingID: 'passes', fullName: 'Ana', password: 'ap' });
    const answer = await program.fetch(url);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 302, text: '' });
    const token = tokenOf(answer.location);
    const use = () => scene.running.http('POST', '/api/join/tickets', { token });
    expect((await use()).json).toMatchObject({ name: 'Ana' });
    expect((await use()).json).toMatchObject({ code: 'forbidden', bound: 'linkUsed' });
    // The link of the program is good again: it sends the person in once more.
    const again = tokenOf((await program.fetch(url)).location);
    expect(again).not.toBe(token);
  });

  it('gives the role of the parameter, else that of the password', async () => {
    await program.create('roles');
    const roleOf = async (more: Readonly<Record<string, string>>) => {
      const line = await program.enter('roles', 'Ana', more);
      const { me } = line.welcome;
      line.socket.disconnect();
      return me.role;
    };
    expect(await roleOf({ password: 'mp' })).toBe('host');
    expect(await roleOf({ password: 'ap' })).toBe('participant');
    expect(await roleOf({ password: 'mp', role: 'Viewer' })).toBe('participant');
    expect(await roleOf({ password: 'ap', guest: 'true' })).toBe('guest');
  });

  it.each([
    [
      { meetingID: 'nowhere' },
      'invalidMeetingIdentifier',
      'The meeting ID that you supplied did not match any existing meetings',
    ],
    [{ meetingID: '' }, 'missingParamMeetingID', 'You must provide a meeting ID'],
    [{ fullName: '' }, 'missingParamFullName', 'You must provide your name'],
    [{ fullName: '\u200b' }, 'missingParamFullName', 'You must provide your name'],
    [{ password: 'no' }, 'invalidPassword', 'The provided password is neither a moderator or attendee password'],
    [
      { createTime: '1' },
      'mismatchCreateTimeParam',
      'The createTime parameter submitted mismatches with the current meeting.',
    ],
    [{ guest: 'x' }, 'validationError', 'Guest must be a boolean value (true or false)'],
    [{ auth: 'x' }, 'validationError', 'Auth must be a boolean value (true or false)'],
  ])('refuses %j, as XML or on the page that the request names', async (wrong, key, message) => {
    await program.create('refusing');
    const parameters = { meetingID: 'refusing', fullName: 'Ana', password: 'ap', ...wrong };
    const xml = await program.ask('join', { ...parameters, redirect: 'false' });
    expect(xml.nodes).toEqual(failed(key, message));
    const sent = await program.ask('join', { ...parameters, errorRedirectUrl: 'https://front.example/oops?a=1' });
    const page = new URL(sent.location);
    expect(page.origin + page.pathname).toBe('https://front.example/oops');
    expect(page.searchParams.get('a')).toBe('1');
    expect(JSON.parse(page.searchParams.get('errors') ?? '')).toEqual([{ key, message }]);
  });

  it('sends failures to the page of the meeting, else to this server, and to no script', async () => {
    await program.create('own-page', { logoutURL: 'https://front.example/rooms' });
    await program.create('no-page');
    const pageOf = async (meetingID: string, more: Readonly<Record<string, string>> = {}) =>
      (await program.ask('join', { meetingID, fullName: 'Ana', password: 'no', ...more })).location.split('?')[0];
    expect(await pageOf('own-page')).toBe('https://front.example/rooms');
    expect(await pageOf('no-page')).toBe(`${scene.running.origin}/`);
    for (const errorRedirectUrl of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://a:b@c.example/',
      '//c.example',
    ]) {
      expect(await pageOf('no-page', { errorRedirectUrl }), errorRedirectUrl).toBe(`${scene.running.origin}/`);
    }
  });

  it('is refused by POST', async () => {
    await program.create('by-post');
    const answer = await program.post('join', { meetingID: 'by-post', fullName: 'Ana', password: 'ap' });
    expect(answer.nodes).toEqual(failed('unsupportedRequest', 'This request is not supported.'));
  });

  it('admits as many persons as the program says; a person who is there counts once', async () => {
    await program.create('small', { maxParticipants: '1' });
    const ana = await program.enter('small', 'Ana', { userID: 'ana' });
    const full = failed(
      'maxParticipantsReached',
      'The number of participants allowed for this meeting has been reached.',
    );
    const ben = await program.ask('join', { meetingID: 'small', fullName: 'Ben', password: 'ap', redirect: 'false' });
    expect(ben.nodes).toEqual(full);
    expect(await program.join('small', 'Ana', { userID: 'ana' })).toContain('/join?token=');
    ana.socket.disconnect();
  });
});

describe('end', () => {
  it('ends the meeting for all, and says so', async () => {
    await program.create('ending');
    const ana = await program.enter('ending', 'Ana');
    const gone = ana.closed();
    expect((await program.ask('end', { meetingID: 'ending', password: 'mp' })).nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ['messageKey', 'sentEndMeetingRequest'],
      [
        'message',
        'A request to end the meeting was sent. Please wait a few seconds, and then use the getMeetingInfo or isMeetingRunning API calls to verify that it was ended.',
      ],
    ]);
    await gone;
    const unknown = failed('notFound', 'We could not find a meeting with that meeting ID');
    for (const call of ['getMeetingInfo', 'end']) {
      expect((await program.ask(call, { meetingID: 'ending' })).nodes).toEqual(unknown);
    }
    expect((await program.ask('isMeetingRunning', { meetingID: 'ending' })).value('running')).toBe('false');
    const back = await program.ask('join', { meetingID: 'ending', fullName: 'Ana', password: 'ap', redirect: 'false' });
    expect(back.value('messageKey')).toBe('meetingForciblyEnded');
  });

  it('an address into an ended meeting opens it no more', async () => {
    await program.create('over');
    const token = tokenOf(await program.join('over', 'Ana', { password: 'mp' }));
    await program.ask('end', { meetingID: 'over' });
    const ticket = await scene.running.http('POST', '/api/join/tickets', { token });
    expect(ticket.json).toMatchObject({ code: 'closed', bound: 'bbb' });
  });

  it('refuses a wrong password, where one is sent', async () => {
    await program.create('kept');
    expect((await program.ask('end', { meetingID: 'kept', password: 'ap' })).nodes).toEqual(
      failed('invalidPassword', 'The supplied moderator password is incorrect'),
    );
    expect((await program.ask('end', { meetingID: 'kept' })).value('messageKey')).toBe('sentEndMeetingRequest');
  });
});

it('a stranger with the link of the room does not get in', async () => {
  await program.create('private');
  const ana = await program.enter('private', 'Ana');
  const { room } = ana.welcome;
  const answer = await scene.running.http('POST', `/api/rooms/${room.id}/tickets`, { name: 'Stranger' });
  expect(answer.json).toMatchObject({ code: 'forbidden' });
  ana.socket.disconnect();
});

const policies = ['ALWAYS_ACCEPT', 'ALWAYS_DENY', 'ASK_MODERATOR', 'ALWAYS_ACCEPT_AUTH'] as const;
/** By policy, for a viewer: as a guest, known by auth, and neither. */
const statuses = {
  ALWAYS_ACCEPT: ['ALLOW', 'ALLOW', 'ALLOW'],
  ALWAYS_DENY: ['DENY', 'DENY', 'DENY'],
  ASK_MODERATOR: ['WAIT', 'WAIT', 'ALLOW'],
  ALWAYS_ACCEPT_AUTH: ['WAIT', 'ALLOW', 'ALLOW'],
} as const;
const kinds = [{ guest: 'true' }, { guest: 'false', auth: 'true' }, { guest: 'false', auth: 'false' }] as const;

it.each(policies)('the guest policy %s decides for each kind of person, and moderators get in', async (guestPolicy) => {
  const meetingID = `guests-${guestPolicy}`;
  await program.create(meetingID, { guestPolicy });
  for (const [index, kind] of kinds.entries()) {
    const wish = { meetingID, fullName: 'Ana', redirect: 'false', ...kind };
    const viewer = await program.ask('join', { ...wish, password: 'ap' });
    const expected = statuses[guestPolicy][index];
    if (expected === 'DENY') expect(viewer.value('messageKey')).toBe('guestDeniedAccess');
    else expect(viewer.value('guestStatus')).toBe(expected);
    expect((await program.ask('join', { ...wish, password: 'mp' })).value('guestStatus')).toBe('ALLOW');
    if (expected !== 'WAIT') continue;
    expect(viewer.value('messageKey')).toBe('guestWait');
    const line = await program.follow(viewer.value('url') ?? '');
    expect(line.welcome.waiting).toBe(true);
    line.socket.disconnect();
  }
});
