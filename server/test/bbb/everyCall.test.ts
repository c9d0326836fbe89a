import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { callsOf } from '../../src/gateway/http/bbb/calls.ts';
import type { BbbParts } from '../../src/gateway/http/bbb/ports.ts';
import { counted } from '../counted.ts';
import { RecordScene } from '../recordScene.ts';
import { type Answer, type BbbScene, bbbScene, failed, Program } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;
beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
});
afterAll(async () => scene.close());

// The list alone is needed: no handler runs.
const calls = callsOf({} as BbbParts);
const refusal = failed('checksumError', 'You did not pass the checksum security check');

/** Parameters with which each call would do something. */
const parameters = {
  meetingID: 'target',
  recordID: 'target',
  hookID: '1',
  callbackURL: 'http://a.example/',
  name: 'Target',
  fullName: 'Ana',
  password: 'mp',
  publish: 'true',
  kind: 'captions',
  lang: 'en',
  message: 'x',
};

/** Sends a request by the first method that a call takes. */
function send(call: string, url: string): Promise<Answer> {
  const [method = 'GET'] = calls.find(({ name }) => name === call)?.methods ?? [];
  return program.fetch(url, { method });
}

it('every signed call refuses a checksum that is missing, wrong, of another call, and of no secret, and a changed byte', async () => {
  const signed = calls.filter((call) => call.signed === 'checksum').map(({ name }) => name);
  expect(signed).toHaveLength(18);
  let refused = 0;
  for (const call of signed) {
    const query = new URLSearchParams(parameters).toString();
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    const root = `${scene.running.origin}/bigbluebutton/api/${call}?${query}`;
    const right = sha(`${call}${query}${program.secret}`);
    for (const url of [
      root,
      `${root}&checksum=`,
      `${root}&checksum=${right.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`,
      `${root}&checksum=${sha(`getmeetings${query}${program.secret}`)}`,
      `${root}&checksum=${sha(`${call}${query}`)}`,
      `${root.replace('=target', '=targey')}&checksum=${right}`,
      `${root}&more=1&checksum=${right}`,
    ]) {
      const answer = await send(call, url);
      expect([call, answer.status, answer.nodes]).toEqual([call, 200, refusal]);
      refused += 1;
    }
    // The right one is heard, in upper case too.
    expect((await send(call, `${root}&checksum=${right.toUpperCase()}`)).text, call).not.toContain('checksumError');
  }
  counted('X9', refused, `wrong checksums of the ${signed.length} signed calls refused`);
});

it('an algorithm that is switched off is no checksum, of any call', async () => {
  const other = await bbbScene({ bbb: { secret: program.secret, checksums: ['sha256'] } });
  let refused = 0;
  for (const { name, signed, methods } of calls) {
    if (signed === 'none') continue;
    for (const algorithm of ['sha1', 'sha384', 'sha512']) {
      const url = other.program.url(name, parameters, algorithm);
      expect((await program.fetch(url, { method: methods[0] ?? 'GET' })).nodes, name).toEqual(refusal);
      refused += 1;
    }
  }
  counted('X9', refused, 'checksums by algorithms that are switched off refused');
  await other.close();
});

it('no call reaches a meeting, recording or hook of another organisation', async () => {
  const records = await RecordScene.create(scene.running);
  const programOf = async (organisation: string, by: 'owner' | 'admin elsewhere') => {
    const path = `/api/organisations/${organisation}/bbb-secrets`;
    const { json } = await scene.running.http('POST', path, { name: 'x' }, records.cookie(by));
    return new Program(scene.running, String(Object(json).secret));
  };
  const ours = await programOf(records.organisation, 'owner');
  const theirs = await programOf(records.elsewhere, 'admin elsewhere');
  const { ask } = scene.running.store;
  await ours.create('theirs-not', { record: 'true' });
  const line = await ours.enter('theirs-not', 'Ana');
  const room = (await ask.bbbMeetings.find({ owner: records.organisation, meetingId: 'theirs-not' }))?.room ?? '';
  const recording = { id: 'rec-of-ours', room, home: room, title: 'x', chat: 'kept', at: 1 } as const;
  await ask.recordings.begin({ ...recording, key: 'k', managerKey: 'm', code: '1' });
  await ask.recordings.measure({ id: recording.id, bytes: 1, duration: 1_000, isDone: true });
  const recordID = (await ask.bbbRecordings.recordId({ id: recording.id })) ?? '';
  const hookID = (await ours.ask('hooks/create', { callbackURL: 'http://a.example/' })).value('hookID') ?? '';
  const state = async () =>
    Promise.all(['getMeetings', 'getRecordings', 'hooks/list'].map(async (call) => (await ours.ask(call)).text));
  const before = await state();
  const about = { ...parameters, meetingID: 'theirs-not', recordID, hookID, redirect: 'false' };
  const answers = {
    getMeetingInfo: 'notFound',
    end: 'notFound',
    join: 'invalidMeetingIdentifier',
    sendChatMessage: 'meetingNotFound',
    getRecordings: 'noRecordings',
    publishRecordings: 'notFound',
    updateRecordings: 'notFound',
    deleteRecordings: 'notFound',
    getRecordingTextTracks: 'noRecordings',
    putRecordingTextTrack: 'noRecordings',
    insertDocument: 'notFound',
    'hooks/destroy': 'destroyMissingHook',
    getMeetings: 'noMeetings',
    getSessions: 'noSessions',
  };
  let refused = 0;
  const xml = '<modules><module name="presentation"><document name="a.pdf">YQ==</document></module></modules>';
  for (const [call, key] of Object.entries(answers)) {
    const isDocument = call === 'insertDocument';
    const init = isDocument ? { headers: { 'content-type': 'application/xml' }, body: xml } : {};
    const method = isDocument || call === 'putRecordingTextTrack' ? 'POST' : 'GET';
    const answer = await program.fetch(theirs.url(call, about), { method, ...init });
    expect(answer.text, call).toContain(key);
    refused += 1;
  }
  expect((await theirs.ask('isMeetingRunning', about)).value('running')).toBe('false');
  expect((await theirs.ask('hooks/list')).text).toContain('<hooks/>');
  // Under the same id each has its own meeting.
  const own = await theirs.create('theirs-not');
  expect(own.value('messageKey')).toBe('');
  expect(await state()).toEqual(before);
  line.socket.disconnect();
  counted('X9', refused + 3, 'calls about what another organisation has: not found, and nothing changed');
});

it('a caller whose clock is wrong is heard; one that means another meeting is not', async () => {
  const made = await program.create('clocks');
  const createTime = Number(made.value('createTime'));
  let refused = 0;
  for (const wrong of [createTime - 1, createTime + 1, createTime + 86_400_000, 0, -1]) {
    const join = { meetingID: 'clocks', fullName: 'Ana', password: 'ap', redirect: 'false' };
    const answer = await program.ask('join', { ...join, createTime: String(wrong) });
    expect(answer.value('messageKey')).toBe('mismatchCreateTimeParam');
    refused += 1;
  }
  const join = { meetingID: 'clocks', fullName: 'Ana', password: 'ap', redirect: 'false' };
  expect((await program.ask('join', { ...join, createTime: String(createTime) })).value('returncode')).toBe('SUCCESS');
  // No other call has a time of the caller.
  expect((await fetch(program.url('getMeetings'), { headers: { date: new Date(0).toUTCString() } })).status).toBe(200);
  counted('X9', refused, 'joins with the time of another meeting refused');
});

it('an error of the server says nothing of itself, whatever the call', async () => {
  const { bbbMeetings, bbbRecordings, deliveries } = scene.running.store.ask;
  const broken = () => Promise.reject(new Error('no such table in /srv/plenum/data.sqlite'));
  const spies = [
    vi.spyOn(bbbMeetings, 'find').mockImplementation(broken),
    vi.spyOn(bbbMeetings, 'live').mockImplementation(broken),
    vi.spyOn(bbbRecordings, 'page').mockImplementation(broken),
    vi.spyOn(bbbRecordings, 'find').mockImplementation(broken),
    vi.spyOn(bbbRecordings, 'publish').mockImplementation(broken),
    vi.spyOn(bbbRecordings, 'remove').mockImplementation(broken),
    vi.spyOn(bbbRecordings, 'describe').mockImplementation(broken),
    vi.spyOn(deliveries, 'createBbbHook').mockImplementation(broken),
    vi.spyOn(deliveries, 'bbbHooksOf').mockImplementation(broken),
    vi.spyOn(deliveries, 'destroyBbbHook').mockImplementation(broken),
  ];
  const hooks = {
    'hooks/create': ['createHookError', 'An error happened while creating your hook. Check the logs.'],
    'hooks/destroy': ['destroyHookError', 'An error happened while removing your hook. Check the logs.'],
    'hooks/list': ['listHookError', 'An error happened while listing registered hooks. Check the logs.'],
  } as const;
  let refused = 0;
  try {
    for (const { name, signed } of calls) {
      // That one asks for its body first.
      if (signed === 'none' || name === 'insertDocument') continue;
      const answer = await send(name, program.url(name, { ...parameters, redirect: 'false' }));
      const [key, words] = Object.hasOwn(hooks, name)
        ? hooks[name as keyof typeof hooks]
        : (['internalError', 'The server could not do this. Try again later.'] as const);
      expect([name, answer.nodes]).toEqual([name, failed(key, words)]);
      refused += 1;
    }
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  counted('X9', refused, 'calls while the database fails: an error key, and no word of the server');
});
