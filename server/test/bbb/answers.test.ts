import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BbbScene, bbbScene, failed, type Program } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;

beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
});
afterAll(async () => scene.close());

const anyTime = expect.stringMatching(/^\d{13}$/);
const anyDate = expect.stringMatching(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
const internalOf = (id: string) =>
  expect.stringMatching(new RegExp(`^${createHash('sha1').update(id).digest('hex')}-\\d{13}$`));

describe('the index', () => {
  it('says the version to anybody, as XML or JSON', async () => {
    for (const path of ['/bigbluebutton/api', '/bigbluebutton/api/']) {
      const answer = await program.fetch(`${scene.running.origin}${path}`);
      expect(answer.type).toContain('text/xml');
      expect(answer.nodes).toEqual([
        ['returncode', 'SUCCESS'],
        ['version', '2.0'],
        ['apiVersion', '2.0'],
        ['bbbVersion', ''],
        ['html5PluginSdkVersion', ''],
        ['graphqlWebsocketUrl', ''],
        ['graphqlApiUrl', ''],
      ]);
    }
    const headers = { 'content-type': 'application/json' };
    const json = await program.fetch(`${scene.running.origin}/bigbluebutton/api`, {
      method: 'POST',
      headers,
      body: '{}',
    });
    expect(JSON.parse(json.text)).toMatchObject({ response: { returncode: 'SUCCESS', version: '2.0' } });
  });
});

const created = (id: string, more: { key?: string; words?: string; duration?: string } = {}): readonly unknown[] => [
  ['returncode', 'SUCCESS'],
  ['meetingID', id],
  ['internalMeetingID', internalOf(id)],
  ['parentMeetingID', 'bbb-none'],
  ['attendeePW', 'ap'],
  ['moderatorPW', 'mp'],
  ['createTime', anyTime],
  ['voiceBridge', expect.stringMatching(/^\d{5}$/)],
  ['dialNumber', ''],
  ['createDate', anyDate],
  ['hasUserJoined', 'false'],
  ['duration', more.duration ?? '0'],
  ['hasBeenForciblyEnded', 'false'],
  ['messageKey', more.key ?? ''],
  ['message', more.words ?? ''],
];

const duplicate = 'This conference was already in existence and may currently be in progress.';

describe('create', () => {
  it('answers a new meeting', async () => {
    expect((await program.create('new', { duration: '40' })).nodes).toEqual(created('new', { duration: '40' }));
  });

  it('repeated, answers the data of the first call; also without passwords', async () => {
    const first = await program.create('twice');
    const again = await program.create('twice', { name: 'Another name' });
    expect(again.nodes).toEqual(created('twice', { key: 'duplicateWarning', words: duplicate }));
    for (const name of ['createTime', 'internalMeetingID', 'voiceBridge']) {
      expect(again.value(name)).toBe(first.value(name));
    }
    const without = await program.ask('create', { name: 'About twice', meetingID: 'twice' });
    expect(without.value('messageKey')).toBe('duplicateWarning');
  });

  it('of twenty requests at once makes one meeting', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => program.create('at-once')));
    expect(new Set(answers.map((answer) => answer.value('internalMeetingID'))).size).toBe(1);
    expect(answers.filter((answer) => answer.value('messageKey') === '')).toHaveLength(1);
  });

  it('with other passwords, is refused', async () => {
    await program.create('taken');
    expect((await program.create('taken', { moderatorPW: 'other' })).nodes).toEqual(
      failed('idNotUnique', 'A meeting already exists with that meeting ID.  Please use a different meeting ID.'),
    );
  });

  it('makes passwords of eight characters where none are sent, and a voice bridge of five digits', async () => {
    const answer = await program.ask('create', { name: 'Own passwords', meetingID: 'own-passwords' });
    expect(answer.value('attendeePW')).toMatch(/^[A-Za-z0-9]{8}$/);
    expect(answer.value('moderatorPW')).not.toBe(answer.value('attendeePW'));
  });

  it.each([
    [{ meetingID: '' }, 'missingParamMeetingID', 'You must provide a meeting ID'],
    [{ meetingID: 'x' }, 'sizeError', 'Meeting ID must be between 2 and 256 characters'],
    [{ meetingID: 'x'.repeat(257) }, 'sizeError', 'Meeting ID must be between 2 and 256 characters'],
    [{ meetingID: 'a,b' }, 'sizeError', "Meeting ID cannot contain ','"],
    [{ name: '' }, 'missingParamName', 'You must provide a meeting name'],
    [{ name: 'x' }, 'sizeError', 'Meeting name must be between 2 and 256 characters'],
    [{ attendeePW: 'x' }, 'invalidPassword', 'Password must be between 2 and 64 characters'],
    [{ moderatorPW: 'x'.repeat(65) }, 'invalidPassword', 'Password must be between 2 and 64 characters'],
    [{ voiceBridge: 'x' }, 'validationError', 'Voice bridge must be an integral value'],
    [{ record: 'perhaps' }, 'validationError', 'Record must be a boolean value (true or false)'],
    [{ isBreakout: 'true' }, 'parentMeetingIDMissing', 'No parent meeting ID was provided for the breakout room'],
    [
      { isBreakout: 'true', parentMeetingID: 'nothing' },
      'parentMeetingDoesNotExist',
      'No parent meeting exists for the breakout room',
    ],
  ])('refuses %j', async (wrong, key, message) => {
    const answer = await program.create('refused', wrong);
    expect(answer.status).toBe(200);
    expect(answer.nodes).toEqual(failed(key, message));
  });

  it('refuses a voice bridge of another meeting, and takes it when that one is over', async () => {
    await program.create('voice-1', { voiceBridge: '70001' });
    const refusal = failed('nonUniqueVoiceBridge', 'The selected voice bridge is already in use.');
    expect((await program.create('voice-2', { voiceBridge: '70001' })).nodes).toEqual(refusal);
    await program.ask('end', { meetingID: 'voice-1' });
    expect((await program.create('voice-2', { voiceBridge: '70001' })).value('voiceBridge')).toBe('70001');
  });

  it('makes an ended meeting again under the same id, with a new time', async () => {
    const first = await program.create('again');
    await program.ask('end', { meetingID: 'again' });
    const second = await program.create('again');
    expect(second.value('messageKey')).toBe('');
    expect(second.value('internalMeetingID')).not.toBe(first.value('internalMeetingID'));
  });

  it('takes a form, and XML beside a signed query', async () => {
    const parameters = { name: 'By form', meetingID: 'by-form', attendeePW: 'ap', moderatorPW: 'mp' };
    expect((await program.post('create', parameters)).nodes).toEqual(created('by-form'));
    const url = program.url('create', { ...parameters, meetingID: 'by-xml' });
    const init = { method: 'POST', headers: { 'content-type': 'application/xml' }, body: '<modules/>' };
    expect((await program.fetch(url, init)).nodes).toEqual(created('by-xml'));
  });
});

const info = (id: string, more: Readonly<Record<string, unknown>> = {}): readonly unknown[] => {
  const usual: readonly (readonly [string, unknown])[] = [
    ['meetingName', `About ${id}`],
    ['meetingID', id],
    ['internalMeetingID', internalOf(id)],
    ['createTime', anyTime],
    ['createDate', anyDate],
    ['voiceBridge', expect.stringMatching(/^\d{5}$/)],
    ['dialNumber', ''],
    ['attendeePW', 'ap'],
    ['moderatorPW', 'mp'],
    ['running', 'false'],
    ['duration', '0'],
    ['hasUserJoined', 'false'],
    ['recording', 'false'],
    ['hasBeenForciblyEnded', 'false'],
    ['startTime', '0'],
    ['endTime', '0'],
    ['participantCount', '0'],
    ['listenerCount', '0'],
    ['voiceParticipantCount', '0'],
    ['videoCount', '0'],
    ['maxUsers', '500'],
    ['moderatorCount', '0'],
    ['attendees', ''],
    ['metadata', ''],
    ['isBreakout', 'false'],
  ];
  return usual.map(([name, value]) => [name, Object.hasOwn(more, name) ? more[name] : value]);
};

const attendee = (userID: string, fullName: string, more: Readonly<Record<string, unknown>> = {}): unknown => {
  const usual: readonly (readonly [string, unknown])[] = [
    ['userID', userID],
    ['fullName', fullName],
    ['role', 'VIEWER'],
    ['isPresenter', 'false'],
    ['isListeningOnly', 'true'],
    ['hasJoinedVoice', 'false'],
    ['hasVideo', 'false'],
    ['clientType', 'HTML5'],
    ['customdata', ''],
  ];
  return ['attendee', usual.map(([name, value]) => [name, Object.hasOwn(more, name) ? more[name] : value])];
};

describe('getMeetingInfo and getMeetings', () => {
  it('show an empty meeting with its metadata in lower case', async () => {
    await program.create('empty', {
      'meta_Bbb-Origin': 'Moodle',
      'meta_bad name': 'x',
      record: 'true',
      maxParticipants: '7',
    });
    const metadata = [['bbb-origin', 'Moodle']];
    expect((await program.ask('getMeetingInfo', { meetingID: 'empty' })).nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ...info('empty', { metadata, recording: 'true', maxUsers: '7' }),
    ]);
  });

  it('show the people with their roles, ids and data, in both calls alike', async () => {
    await program.create('people');
    const ana = await program.enter('people', 'Ana <b>', { role: 'MODERATOR', userID: 'u-1', 'userdata-x_y': 'a&b' });
    const ben = await program.enter('people', 'Ben', { userID: 'u-2' });
    const meeting = info('people', {
      running: 'true',
      hasUserJoined: 'true',
      startTime: anyTime,
      participantCount: '2',
      listenerCount: '2',
      moderatorCount: '1',
      attendees: [
        attendee('u-1', 'Ana <b>', { role: 'MODERATOR', isPresenter: 'true', customdata: [['x_y', 'a&b']] }),
        attendee('u-2', 'Ben'),
      ],
    });
    await vi.waitFor(async () => {
      const answer = await program.ask('getMeetingInfo', { meetingID: 'people' });
      expect(answer.nodes).toEqual([['returncode', 'SUCCESS'], ...meeting]);
    });
    const all = (await program.ask('getMeetings')).nodes;
    expect(all.map(([name]) => name)).toEqual(['returncode', 'meetings']);
    expect(all[1]?.[1]).toContainEqual(['meeting', meeting]);
    expect((await program.ask('isMeetingRunning', { meetingID: 'people' })).nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ['running', 'true'],
    ]);
    const sessions = (await program.ask('getSessions')).nodes;
    expect(sessions[1]?.[1]).toContainEqual([
      'meeting',
      [
        ['meetingID', 'people'],
        ['meetingName', 'About people'],
        ['userName', 'Ben'],
      ],
    ]);
    ana.socket.disconnect();
    ben.socket.disconnect();
  });

  it('getMeetings shows at once what the program changed', async () => {
    const other = await bbbScene();
    const own = other.program;
    const ids = async () => [...(await own.ask('getMeetings')).text.matchAll(/<meetingID>(.*?)</g)].map(([, id]) => id);
    for (const id of ['one', 'two']) {
      await own.create(id);
      expect(await ids()).toContain(id);
    }
    await own.ask('end', { meetingID: 'one' });
    expect(await ids()).toEqual(['two']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.ask('getMeetings')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await fetch(own.url('getMeetings'), { method: 'HEAD' })).headers.get('content-length')).toBe(
      String(Buffer.byteLength(answers[0]?.text ?? '')),
    );
    await other.close();
  });

  it('say that there is none', async () => {
    const other = await bbbScene();
    expect((await other.program.ask('getMeetings')).nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ['meetings', ''],
      ['messageKey', 'noMeetings'],
      ['message', 'no meetings were found on this server'],
    ]);
    expect((await other.program.ask('getSessions')).nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ['sessions', ''],
      ['messageKey', 'noSessions'],
      ['message', 'no sessions were found on this server'],
    ]);
    await other.close();
  });

  it('refuse an unknown meeting and a missing id; isMeetingRunning says false', async () => {
    const unknown = failed('notFound', 'We could not find a meeting with that meeting ID');
    for (const call of ['getMeetingInfo', 'end']) {
      expect((await program.ask(call, { meetingID: 'nowhere' })).nodes, call).toEqual(unknown);
    }
    for (const call of ['getMeetingInfo', 'end', 'isMeetingRunning']) {
      const missing = failed('missingParamMeetingID', 'You must provide a meeting ID');
      expect((await program.ask(call)).nodes, call).toEqual(missing);
    }
    expect((await program.ask('isMeetingRunning', { meetingID: 'nowhere' })).value('running')).toBe('false');
  });

  it('a breakout names its parent, and the parent its breakouts', async () => {
    const parent = await program.create('parent');
    const breakout = { isBreakout: 'true', parentMeetingID: 'parent', sequence: '2', freeJoin: 'true' };
    const made = await program.create('child', breakout);
    expect(made.value('parentMeetingID')).toBe(parent.value('internalMeetingID'));
    const child = await program.ask('getMeetingInfo', { meetingID: 'child' });
    expect(child.nodes.slice(-4)).toEqual([
      ['isBreakout', 'true'],
      ['parentMeetingID', parent.value('internalMeetingID')],
      ['sequence', '2'],
      ['freeJoin', 'true'],
    ]);
    const whole = await program.ask('getMeetingInfo', { meetingID: 'parent' });
    expect(whole.nodes.at(-1)).toEqual(['breakoutRooms', [['breakout', 'child']]]);
  });
});
