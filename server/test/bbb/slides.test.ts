import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StateOf } from '@plenum/shared/core/contract';
import { limits } from '@plenum/shared/core/limits';
import { slides } from '@plenum/shared/features/slides/contract';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import { findOffice } from '../../src/conversion/office.ts';
import { findShield } from '../../src/conversion/shielded.ts';
import { defaultOutward } from '../../src/outward/addresses.ts';
import { pdfWith, picture } from '../badFiles.ts';
import { counted } from '../counted.ts';
import { RecordScene } from '../recordScene.ts';
import { type Answer, type BbbScene, bbbScene, failed, Program } from './bbbScene.ts';

// Conversions run at a low priority, so they may take long on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let scene: BbbScene;
let program: Program;
/** The server on which a learning platform has its files. */
let host: Server;
const asked: string[] = [];
/** Answers that wait until a test lets them go. */
const held: (() => void)[] = [];

const plan = pdfWith({ count: 3 });
const pdf = { 'content-type': 'application/pdf' };
const files: Readonly<Record<string, RequestListener>> = {
  '/plan.pdf': (_request, response) => response.writeHead(200, pdf).end(plan),
  '/held.pdf': (_request, response) => void held.push(() => response.writeHead(200, pdf).end(pdfWith({ count: 2 }))),
  '/sign-in.pdf': (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello'),
  '/html-as.pdf': (_request, response) => response.writeHead(200, pdf).end('<html><h1>Hello</h1></html>'),
  '/cut.pdf': (_request, response) => response.writeHead(200, pdf).end(plan.subarray(0, plan.length / 2)),
  '/long.pdf': (_request, response) =>
    response.writeHead(200, pdf).end(pdfWith({ count: limits.pagesPerPresentation + 1 })),
};

beforeAll(async () => {
  host = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = files[request.url ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  const resolve = async (name: string) => (name.endsWith('.test') ? ['127.0.0.1'] : []);
  scene = await bbbScene({ outward: { ...defaultOutward, allow: ['files.test'], resolve } });
  ({ program } = scene);
});
afterAll(async () => {
  await scene.close();
  host.close();
  host.closeAllConnections();
});

const at = (path: string) => `http://files.test:${(host.address() as AddressInfo).port}${path}`;
type Body = NonNullable<RequestInit['body']>;
const inModule = (...documents: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><modules><module name="presentation">${documents.join('')}</module></modules>`;
const byUrl = (path: string, more = '') => `<document url="${at(path)}" ${more}/>`;

function post(
  call: string,
  parameters: Readonly<Record<string, string>>,
  body: Body,
  type = 'application/xml',
): Promise<Answer> {
  return program.fetch(program.url(call, parameters), { method: 'POST', headers: { 'content-type': type }, body });
}

const passwords = { attendeePW: 'ap', moderatorPW: 'mp' };
const create = (meetingID: string, body: Body, more: Readonly<Record<string, string>> = {}) =>
  post('create', { name: `About ${meetingID}`, meetingID, ...passwords, ...more }, body);

async function slidesIn(meetingID: string): Promise<StateOf<typeof slides>> {
  const row = await scene.running.store.ask.bbbMeetings.find({ owner: '', meetingId: meetingID });
  return (await scene.running.server.rooms.require(row?.room ?? '')).committed(slides);
}

/** Waits until nothing is on its way into a meeting any more. */
function settled(meetingID: string): Promise<StateOf<typeof slides>> {
  return vi.waitFor(
    async () => {
      const state = await slidesIn(meetingID);
      expect(state.awaited?.filter(({ reason }) => reason === undefined) ?? []).toEqual([]);
      return state;
    },
    { timeout: 90_000, interval: 100 },
  );
}

const shown = (state: StateOf<typeof slides>) =>
  state.presentations.map(({ name, pages }) => `${name} ${pages.length}`);
const missing = (state: StateOf<typeof slides>) =>
  (state.awaited ?? []).map(({ name, reason }) => `${name}: ${reason}`);
const received: readonly unknown[] = [
  ['returncode', 'SUCCESS'],
  ['message', 'Presentation is being uploaded'],
];

describe('create', () => {
  it('answers as without slides, and its documents become presentations without a member as author', async () => {
    const plain = await program.create('without');
    const body = inModule(
      byUrl('/plan.pdf', 'filename="The plan.pdf" downloadable="true" removable="false"'),
      `<document name="Picture.png">${picture('png').toString('base64')}</document>`,
    );
    const made = await create('with', body);
    expect(made.nodes.map(([name]) => name)).toEqual(plain.nodes.map(([name]) => name));
    expect([made.value('returncode'), made.value('messageKey'), made.value('message')]).toEqual(['SUCCESS', '', '']);
    const state = await settled('with');
    expect(missing(state)).toEqual([]);
    expect(state.presentations).toMatchObject([
      { name: 'The plan', kind: 'pdf', download: true, fixed: true },
      { name: 'Picture', kind: 'images', download: false },
    ]);
    expect(shown(state)).toEqual(['The plan 3', 'Picture 1']);
    expect(state.presentations.map(({ by }) => by)).toEqual([undefined, undefined]);
    expect(state.current).toBe(state.presentations[0]?.pages[0]?.id);
    const ben = await program.enter('with', 'Ben');
    const seat = { authorization: `Bearer ${ben.welcome.seat}` };
    const file = `/api/rooms/${ben.welcome.room.id}/presentations/${state.presentations[0]?.id}/file`;
    const got = await fetch(`${scene.running.origin}${file}`, { headers: seat });
    expect(Buffer.from(await got.arrayBuffer()).equals(plan)).toBe(true);
  });

  it('puts the current document on the stage, and takes one by parameters, by GET and by form', async () => {
    const body = inModule(
      byUrl('/none.pdf', 'filename="a.pdf"'),
      byUrl('/plan.pdf', 'filename="b.pdf" current="true"'),
    );
    const named = { preUploadedPresentation: at('/plan.pdf'), preUploadedPresentationName: 'Named.pdf' };
    await create('current', body, named);
    const state = await settled('current');
    // Whichever is converted first comes first.
    expect([shown(state).toSorted(), missing(state)]).toEqual([['Named 3', 'b 3'], ['a: absent']]);
    const current = state.presentations.find(({ name }) => name === 'b');
    expect(state.current).toBe(current?.pages[0]?.id);
    const absent = { preUploadedPresentation: at('/none.pdf') };
    await program.create('by-get', absent);
    await program.post('create', { meetingID: 'by-form', name: 'By form', ...passwords, ...named, ...absent });
    expect(missing(await settled('by-get'))).toEqual(['none: absent']);
    expect(missing(await settled('by-form'))).toEqual(['Named: absent']);
  });

  it('repeated, takes no document again; with presentations switched off, none at all', async () => {
    const body = inModule(byUrl('/plan.pdf'));
    await create('again', body);
    await settled('again');
    expect((await create('again', body)).value('messageKey')).toBe('duplicateWarning');
    expect(shown(await settled('again'))).toEqual(['plan 3']);
    await create('off', body, { disabledFeatures: 'presentation,polls' });
    expect(await slidesIn('off')).toEqual({ presentations: [] });
  });

  it('makes the meeting where documents cannot be had, and says to those who may upload why', async () => {
    const cases: readonly (readonly [string, string])[] = [
      [byUrl('/sign-in.pdf', 'filename="1.pdf"'), '1: page'],
      [byUrl('/html-as.pdf', 'filename="2.pdf"'), '2: kind'],
      [byUrl('/cut.pdf', 'filename="3.pdf"'), '3: broken'],
      [byUrl('/long.pdf', 'filename="4.pdf"'), '4: pages'],
      [byUrl('/none.pdf', 'filename="5.pdf"'), '5: absent'],
      ['<document url="http://127.0.0.1/6.pdf"/>', '6: private'],
      ['<document url="http://inner.test/7.pdf"/>', '7: private'],
      ['<document url="http://nowhere.example/8.pdf"/>', '8: unreachable'],
      ['<document url="file:///etc/passwd"/>', 'passwd: address'],
      ['<document name="10.pdf">no base64!</document>', '10: broken'],
      ['<document name="11.pdf"></document>', '11: empty'],
      [`<document name="12.pdf">${Buffer.from('no PDF').toString('base64')}</document>`, '12: kind'],
      [
        '<document url="http://127.0.0.1/x" filename="../../&lt;b&gt;e&#9;t&#x202e;c/&lt;i&gt;13&#10;.pdf"/>',
        'i 13: private',
      ],
      ['<document url="http://127.0.0.1/x" filename="&#x200b;"/>', '…: private'],
    ];
    const made = await create('lost', inModule(...cases.map(([document]) => document)));
    expect([made.value('returncode'), made.value('messageKey')]).toEqual(['SUCCESS', '']);
    const state = await settled('lost');
    expect(missing(state)).toEqual(cases.map(([, reason]) => reason));
    expect([state.presentations, state.current]).toEqual([[], undefined]);
    const ana = await program.enter('lost', 'Ana', { password: 'mp' });
    const [first] = state.awaited ?? [];
    expect(await ana.ask('slides:dismiss', { document: first?.id })).toMatchObject({ ok: true });
    counted('X9', cases.length, 'documents of programs that cannot be had: the meeting goes on, with a note');
  });

  it('takes as many documents as a meeting may have, and says which it does not take', async () => {
    asked.length = 0;
    const documents = Array.from({ length: 900 }, (_, n) => byUrl('/none.pdf', `filename="${n}.pdf"`));
    expect((await create('many', inModule(...documents))).value('returncode')).toBe('SUCCESS');
    const state = await settled('many');
    expect(missing(state)).toHaveLength(slidesLimits.documentNotes);
    const full = missing(state).filter((one) => one.endsWith(': full'));
    expect(full).toHaveLength(slidesLimits.documentNotes - slidesLimits.presentationsPerRoom);
    expect(asked).toHaveLength(slidesLimits.presentationsPerRoom);
  });

  it('shows the page of the program only with an address and words', async () => {
    const presentationUploadExternalUrl = 'https://cloud.example/pick?a=1';
    const presentationUploadExternalDescription = 'Choose <b>slides</b> here';
    await program.create('page', { presentationUploadExternalUrl, presentationUploadExternalDescription });
    await program.create('no-words', { presentationUploadExternalUrl });
    await program.create('no-address', {
      presentationUploadExternalUrl: 'javascript:alert(1)',
      presentationUploadExternalDescription,
    });
    const source = { url: presentationUploadExternalUrl, words: 'Choose slides here' };
    expect((await slidesIn('page')).source).toEqual(source);
    for (const id of ['no-words', 'no-address']) expect((await slidesIn(id)).source).toBeUndefined();
  });
});

describe('insertDocument', () => {
  it('answers that the documents are on their way; a current one takes the stage, another does not', async () => {
    await create('running', inModule(byUrl('/plan.pdf')));
    await settled('running');
    const ben = await program.enter('running', 'Ben');
    const heard = () => ben.heard.filter(({ name }) => name === 'slides:turned').length;
    const quiet = await post(
      'insertDocument',
      { meetingID: 'running' },
      inModule(byUrl('/plan.pdf', 'filename="b.pdf"')),
      'text/xml',
    );
    expect(quiet.nodes).toEqual(received);
    const before = await settled('running');
    expect([shown(before), before.current]).toEqual([['plan 3', 'b 3'], before.presentations[0]?.pages[0]?.id]);
    const body = inModule(byUrl('/plan.pdf', 'filename="c.pdf" current="true"'));
    expect((await post('insertDocument', { meetingID: 'running' }, body)).nodes).toEqual(received);
    const after = await settled('running');
    expect([shown(after).at(-1), after.current]).toEqual(['c 3', after.presentations[2]?.pages[0]?.id]);
    await vi.waitFor(() => expect(heard()).toBe(1));
  });

  it('of a meeting that is unknown, over, of another organisation, or without presentations is refused', async () => {
    const body = inModule(byUrl('/plan.pdf'));
    const gone = failed('notFound', 'We could not find a meeting with that meeting ID');
    expect((await post('insertDocument', { meetingID: 'unknown' }, body)).nodes).toEqual(gone);
    await program.create('over');
    await program.ask('end', { meetingID: 'over' });
    expect((await post('insertDocument', { meetingID: 'over' }, body)).nodes).toEqual(gone);
    await program.create('ours');
    const records = await RecordScene.create(scene.running);
    const path = `/api/organisations/${records.organisation}/bbb-secrets`;
    const { json } = await scene.running.http('POST', path, { name: 'Moodle' }, records.cookie('owner'));
    const other = new Program(scene.running, String(Object(json).secret));
    const init = { method: 'POST', headers: { 'content-type': 'application/xml' }, body };
    expect((await other.fetch(other.url('insertDocument', { meetingID: 'ours' }), init)).nodes).toEqual(gone);
    await program.create('no-slides', { disabledFeatures: 'presentation' });
    expect((await post('insertDocument', { meetingID: 'no-slides' }, body)).nodes).toEqual([
      ['returncode', 'FAILED'],
      ['message', 'Presentation feature is disabled, ignoring.'],
    ]);
    for (const id of ['ours', 'no-slides']) expect(await slidesIn(id)).toEqual({ presentations: [] });
  });

  it('without a document, a meeting, a checksum, or by GET is refused', async () => {
    await program.create('asked');
    const meetingID = 'asked';
    const body = inModule(byUrl('/plan.pdf'));
    const none = failed('validationError', 'The body has no document.');
    expect((await post('insertDocument', { meetingID }, '<modules/>')).nodes).toEqual(none);
    expect((await post('insertDocument', { meetingID }, inModule('<document>QUJD</document>'))).nodes).toEqual(none);
    const bare = { method: 'POST' };
    expect((await program.fetch(program.url('insertDocument', { meetingID }), bare)).nodes).toEqual(none);
    expect((await post('insertDocument', {}, body)).nodes).toEqual(
      failed('missingParamMeetingID', 'You must provide a meeting ID'),
    );
    const wrong = program.url('insertDocument', { meetingID }).replace('asked', 'other');
    const init = { method: 'POST', headers: { 'content-type': 'application/xml' }, body };
    const words = 'You did not pass the checksum security check';
    expect((await program.fetch(wrong, init)).nodes).toEqual(failed('checksumError', words));
    expect((await program.ask('insertDocument', { meetingID })).value('messageKey')).toBe('unsupportedRequest');
    expect((await post('insertDocument', { meetingID }, body, 'text/plain')).value('messageKey')).toBe(
      'unsupportedContentType',
    );
    expect(await slidesIn('asked')).toEqual({ presentations: [] });
  });

  it('waits for no more documents than a meeting may expect', async () => {
    await program.create('patient');
    const body = inModule(...Array.from({ length: 20 }, () => byUrl('/held.pdf')));
    for (const _time of [1, 2])
      expect((await post('insertDocument', { meetingID: 'patient' }, body)).nodes).toEqual(received);
    expect((await post('insertDocument', { meetingID: 'patient' }, body)).nodes).toEqual(
      failed('limitReached', 'This room waits for as many documents as it may.'),
    );
    expect(missing(await slidesIn('patient')).filter((one) => !one.endsWith(': undefined'))).toEqual([]);
    await program.ask('end', { meetingID: 'patient' });
    // Nothing more is fetched for a meeting that is over.
    const before = asked.length;
    for (const go of held) go();
    await program.create('next', { preUploadedPresentation: at('/plan.pdf') });
    await settled('next');
    expect(asked.slice(before).filter((path) => path === '/held.pdf')).toEqual([]);
  });
});

const canConvert = (await findShield()) === 'whole' && findOffice() !== undefined;

it.runIf(canConvert)(
  'an office document is converted, and the document itself can be saved where the program says so',
  async () => {
    const rtf = Buffer.from('{\\rtf1\\ansi Agenda of Monday}').toString('base64');
    await create('office', inModule(`<document name="Agenda.rtf" downloadable="true">${rtf}</document>`));
    const [agenda] = (await settled('office')).presentations;
    expect(agenda).toMatchObject({ name: 'Agenda', kind: 'pdf', download: true, original: { extension: 'rtf' } });
    const ben = await program.enter('office', 'Ben');
    const path = `/api/rooms/${ben.welcome.room.id}/presentations/${agenda?.id}/original`;
    const saved = await scene.running.http('GET', path, undefined, { authorization: `Bearer ${ben.welcome.seat}` });
    expect([saved.status, saved.text]).toEqual([200, '{\\rtf1\\ansi Agenda of Monday}']);
  },
);

it('a body is read only for a right checksum, and never more than its bound', async () => {
  const big = Buffer.alloc(65 * 1024 * 1024, ' ');
  const answer = await create('big', big);
  expect([answer.status, answer.value('messageKey')]).toEqual([413, 'validationError']);
  const url = program.url('create', { name: 'Big', meetingID: 'big' }).replace('Big', 'Bag');
  const unsigned = await program.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: '<!DOCTYPE a>',
  });
  expect(unsigned.value('messageKey')).toBe('checksumError');
});

it('a document of thirty megabytes in base64 gets in, and one byte more is too much', async () => {
  const most = slidesLimits.presentationBytes;
  const whole = Buffer.concat([plan, Buffer.alloc(most - plan.length, '\n')]).toString('base64');
  const more = Buffer.concat([plan, Buffer.alloc(most + 1 - plan.length, '\n')]).toString('base64');
  await create('large', inModule(`<document name="Large.pdf">${whole}</document>`));
  await create('larger', inModule(`<document name="Larger.pdf">${more}</document>`));
  expect(missing(await settled('larger'))).toEqual(['Larger: bytes']);
  expect(missing(await settled('large')).concat(shown(await settled('large')))).toEqual(['Large 3']);
});

it('documents that are on their way when the server stops are notes after its start', async () => {
  await program.create('stopped', { meetingExpireIfNoUserJoinedInMinutes: '0' });
  const before = held.length;
  await post('insertDocument', { meetingID: 'stopped' }, inModule(byUrl('/held.pdf', 'filename="Late.pdf"')));
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(before));
  await scene.running.stop();
  await scene.running.start();
  expect(missing(await slidesIn('stopped'))).toEqual(['Late: interrupted']);
  expect((await post('insertDocument', { meetingID: 'stopped' }, inModule(byUrl('/plan.pdf')))).nodes).toEqual(
    received,
  );
  expect(shown(await settled('stopped'))).toEqual(['plan 3']);
});
