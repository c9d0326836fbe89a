import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultOutward } from '../../src/outward/addresses.ts';
import { pdfWith } from '../badFiles.ts';
import type { RoomLine } from '../running.ts';
import { type Answer, type BbbScene, bbbScene, type Program, queryOf, serverSecret } from './bbbScene.ts';

/**
 * The requests of Moodle's mod_bigbluebuttonbn and of Greenlight 3 as their code makes them, sent by these scripts: neither
 * program runs here.
 */

interface Called {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}

let scene: BbbScene;
let program: Program;
let receiver: Server;
const called: Called[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://receiver.test');
      called.push({ method: request.method ?? '', path, query, form: new URLSearchParams(body) });
      if (path.endsWith('.pdf'))
        response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdfWith({ count: 2 }));
      else response.writeHead(200).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const outward = { ...defaultOutward, allow: ['receiver.test'], resolve: async () => ['127.0.0.1'] };
  scene = await bbbScene({ outward, webhookPausesMs: [30] });
  ({ program } = scene);
});
afterAll(async () => {
  await scene.close();
  receiver.close();
  receiver.closeAllConnections();
});

const addressOf = (path: string) => `http://receiver.test:${(receiver.address() as AddressInfo).port}${path}`;

/** Waits for a callback, and returns it. */
function callTo(path: string): Promise<Called> {
  return vi.waitFor(
    () => {
      const found = called.find((one) => one.path === path);
      if (!found) throw new Error(`Nothing was called at ${path}.`);
      return found;
    },
    { timeout: 15_000 },
  );
}

/** What the token of a recording-ready callback says, when its signature is right. */
function claimsOf({ form }: Called): unknown {
  const [head = '', claims = '', signature = ''] = (form.get('signed_parameters') ?? '').split('.');
  const right = createHmac('sha256', serverSecret).update(`${head}.${claims}`).digest('base64url');
  expect(signature).toBe(right);
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

/** A request as a program makes it whose query is not sorted and whose checksum is by SHA-256. */
function ask(call: string, parameters: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return program.fetch(program.url(call, parameters, 'sha256'));
}

async function begun(line: RoomLine): Promise<void> {
  await vi.waitFor(() => expect(line.heard.map(({ name }) => name)).toContain('recording:begun'), { timeout: 15_000 });
}

const has = (answer: Answer, ...names: readonly string[]) => {
  for (const name of names) expect(answer.value(name), name).toBeDefined();
};

describe('the requests of Greenlight 3', () => {
  it('lead from a room through a recorded lesson to its recording', async () => {
    const index = await program.fetch(`${scene.running.origin}/bigbluebutton/api`);
    expect(index.value('version')).toBe('2.0');
    const meetingID = 'khm3kqyxkhgwqnrxzfdxhhcf0vsbyjqmn7g0wvfi';
    const options = {
      name: 'Physics',
      meetingID,
      record: 'true',
      autoStartRecording: 'false',
      allowStartStopRecording: 'true',
      guestPolicy: 'ALWAYS_ACCEPT',
      muteOnStart: 'true',
      moderatorOnlyMessage: 'To invite someone, send them this link.',
      logoutURL: 'https://greenlight.example/rooms/phy-ics',
      meta_endCallbackUrl: addressOf('/greenlight/meeting_ended'),
      'meta_bbb-recording-ready-url': addressOf('/greenlight/recording_ready'),
      'meta_bbb-origin': 'greenlight',
      'meta_bbb-origin-version': '3.6.0',
      'meta_bbb-origin-server-name': 'greenlight.example',
    };
    const made = await ask('create', options);
    expect(made.value('returncode')).toBe('SUCCESS');
    const person = { meetingID, fullName: 'Ms. Ada', role: 'Moderator', userID: 'gl-1' };
    const avatar = { avatarURL: 'https://greenlight.example/a.png', createTime: made.value('createTime') ?? '' };
    const { location } = await ask('join', { ...person, ...avatar });
    const teacher = await program.follow(location);
    expect(teacher.welcome.me).toMatchObject({ name: 'Ms. Ada', role: 'host' });
    await vi.waitFor(async () => expect((await ask('isMeetingRunning', { meetingID })).value('running')).toBe('true'));
    has(await ask('getMeetings'), 'meetingID', 'participantCount', 'createTime', 'startTime');
    await teacher.ask('recording:start', { chat: 'kept' });
    await begun(teacher);
    expect((await ask('getRecordings', { meetingID, state: 'processing' })).value('state')).toBe('processing');
    await ask('end', { meetingID });

    const ended = await callTo('/greenlight/meeting_ended');
    expect([ended.method, ended.query.get('meetingID'), ended.query.get('recordingmarks')]).toEqual([
      'GET',
      meetingID,
      'true',
    ]);
    const recordID = made.value('internalMeetingID') ?? '';
    expect(claimsOf(await callTo('/greenlight/recording_ready'))).toEqual({
      meeting_id: meetingID,
      record_id: recordID,
    });
    const found = await ask('getRecordings', { recordID, state: 'any' });
    expect([found.value('name'), found.value('state'), found.value('participants'), found.value('bbb-origin')]).toEqual(
      ['Physics', 'published', '1', 'greenlight'],
    );
    has(found, 'length', 'size', 'type', 'startTime', 'endTime');
    const page = new URL(found.value('url') ?? '');
    expect((await scene.running.http('GET', `/api${page.pathname}${page.search}`)).status).toBe(200);

    await ask('updateRecordings', { recordID, meta_name: 'Physics, first lesson' });
    await ask('updateRecordings', { recordID, 'meta_gl-listed': 'true' });
    expect((await ask('publishRecordings', { recordID, publish: 'false' })).value('published')).toBe('false');
    expect((await scene.running.http('GET', `/api${page.pathname}${page.search}`)).status).toBe(404);
    const changed = await ask('getRecordings', { recordID });
    expect([changed.value('state'), changed.value('gl-listed')]).toEqual(['unpublished', 'true']);
    expect((await ask('deleteRecordings', { recordID })).value('deleted')).toBe('true');
    expect((await ask('getRecordings', { recordID })).value('messageKey')).toBe('noRecordings');
  });
});

describe('the requests of Moodle', () => {
  const meetingID = `${createHash('sha1').update('moodle').digest('hex')}-5-17`;
  const context = {
    'meta_bbb-origin': 'Moodle',
    'meta_bbb-origin-version': '4.5 (Build: 20241007)',
    'meta_bbb-origin-server-name': 'moodle.example',
    'meta_bbb-origin-tag': 'moodle-mod_bigbluebuttonbn (2024100700)',
    'meta_bbb-context': 'Physics & <more>',
    'meta_bbb-context-id': '5',
    'meta_bbb-recording-name': 'Lesson',
    'meta_bbb-recording-tags': '',
  };

  it('lead from an activity through a recorded lesson to its recording', async () => {
    const create = {
      meetingID,
      name: 'Lesson',
      attendeePW: 'Mnjq2rjTa8xL',
      moderatorPW: 'eP7m9ciFxMsf',
      logoutURL: 'https://moodle.example/mod/bigbluebuttonbn/bbb_view.php?action=logout&id=17',
      record: 'true',
      allowStartStopRecording: 'true',
      autoStartRecording: 'true',
      lockSettingsDisableCam: 'false',
      'meta_bn-recording-ready-url': addressOf('/moodle/bbb_broker.php'),
      ...context,
    };
    const file = '/pluginfile.php/31/mod_bigbluebuttonbn/presentation/0/slides%20%26%20more.pdf';
    const xml = `<?xml version='1.0' encoding='UTF-8'?><modules><module name='presentation'><document url='${addressOf(file)}' filename='slides &amp; more.pdf' /></module></modules>`;
    const made = await program.fetch(program.url('create', create, 'sha512'), {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: xml,
    });
    expect(made.value('messageKey')).toBe('');
    const none = await ask('getRecordings', { meetingID, state: 'any' });
    expect(none.nodes.find(([name]) => name === 'recordings')).toEqual(['recordings', '']);
    const join = { meetingID, fullName: 'Grace H.', userID: '3', createTime: made.value('createTime') ?? '' };
    const { location } = await ask('join', { ...join, password: create.moderatorPW, 'userdata-bbb_client_title': 'x' });
    const teacher = await program.follow(location);
    const student = await program.follow(
      (await ask('join', { ...join, fullName: 'Max', userID: '4', role: 'VIEWER' })).location,
    );
    await begun(teacher);
    await seesSlides(student);
    const info = await ask('getMeetingInfo', { meetingID });
    expect([info.value('participantCount'), info.value('moderatorCount'), info.value('recording')]).toEqual([
      '2',
      '1',
      'true',
    ]);
    expect((await ask('end', { meetingID, password: 'wrong' })).value('messageKey')).toBe('invalidPassword');
    const gone = student.closed();
    expect((await ask('end', { meetingID, password: create.moderatorPW })).value('messageKey')).toBe(
      'sentEndMeetingRequest',
    );
    await gone;
    await afterwards(made.value('internalMeetingID') ?? '');
  });

  /** The file of the activity is on the stage, before the student came or after. */
  async function seesSlides(student: RoomLine): Promise<void> {
    const heard = () => [student.welcome, ...student.heard].map((one) => JSON.stringify(one)).join();
    await vi.waitFor(
      () => expect(heard()).toMatch(/"name":"slides & more","kind":"pdf".*"(current|page)":"[\w-]+\.1"/),
      {
        timeout: 60_000,
      },
    );
  }

  /** What Moodle asks when the lesson is over: by the id that it noted when it made the meeting. */
  async function afterwards(recordID: string): Promise<void> {
    expect(claimsOf(await callTo('/moodle/bbb_broker.php'))).toEqual({ meeting_id: meetingID, record_id: recordID });
    const others = Array.from({ length: 24 }, (_, index) => `${createHash('sha1').update(`${index}`).digest('hex')}-1`);
    const wish = { recordID: [recordID, ...others].join(','), state: 'any' };
    // Moodle writes the commas of a list as they are.
    const query = queryOf(wish).replaceAll('%2C', ',');
    const found = await program.fetch(program.url('getRecordings', query, 'sha512'));
    expect(found.text.match(/<recording>/g)).toHaveLength(1);
    expect([
      found.value('recordID'),
      found.value('meetingID'),
      found.value('state'),
      found.value('participants'),
    ]).toEqual([recordID, meetingID, 'published', '2']);
    expect(found.value('bbb-context')).toBe('Physics & <more>');
    const change = { recordID, 'meta_bbb-recording-description': 'First', 'meta_bbb-recording-name': 'Lesson 1' };
    expect((await ask('updateRecordings', change)).value('updated')).toBe('true');
    expect((await ask('publishRecordings', { recordID, publish: 'false' })).value('published')).toBe('false');
    expect((await ask('getRecordings', { recordID, state: 'any' })).value('bbb-recording-name')).toBe('Lesson 1');
    expect((await ask('deleteRecordings', { recordID })).value('deleted')).toBe('true');
    expect((await ask('getRecordings', { recordID, state: 'any' })).value('state')).toBe('deleted');
  }
});
