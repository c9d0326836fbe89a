import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordScene } from '../recordScene.ts';
import { type BbbScene, bbbScene, failed, Program, type Read } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;
let count = 0;

beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
});
afterAll(async () => scene.close());

/** A meeting id that no other test uses. */
let meetingID = '';
beforeEach(() => {
  count += 1;
  meetingID = `lesson-${count}`;
});

interface Recorded {
  readonly id: string;
  readonly recordID: string;
  readonly key: string;
}

/** Begins a recording in the room of a meeting, as the recorder does, and makes it ready. */
async function recorded(
  of: string,
  { at = 1_000_000, duration = 150_000, isDone = true, owner = '' } = {},
): Promise<Recorded> {
  const { store } = scene.running;
  const row = await store.ask.bbbMeetings.find({ owner, meetingId: of });
  if (!row) throw new Error(`There is no meeting ${of}.`);
  count += 1;
  const id = `rec-${count}`;
  const secrets = { key: `key-${id}`, managerKey: 'm', code: '123456789' };
  await store.ask.recordings.begin({ id, room: row.room, home: row.room, title: 'x', chat: 'kept', ...secrets, at });
  if (isDone) await store.ask.recordings.measure({ id, bytes: 2_048, duration, isDone: true });
  const recordID = (await store.ask.bbbRecordings.recordId({ id })) ?? '';
  return { id, recordID, key: secrets.key };
}

/** A recording as the answer shows it. */
function shown(recording: Recorded, more: Readonly<Record<string, unknown>> = {}): unknown {
  const url = `${scene.running.origin}/recordings/${recording.id}?key=${recording.key}`;
  const format = [
    ['type', 'presentation'],
    ['url', url],
    ['processingTime', '0'],
    ['length', '3'],
    ['size', '2048'],
  ];
  const usual: readonly (readonly [string, unknown])[] = [
    ['recordID', recording.recordID],
    ['meetingID', meetingID],
    ['internalMeetingID', recording.recordID],
    ['name', `About ${meetingID}`],
    ['isBreakout', 'false'],
    ['published', 'true'],
    ['state', 'published'],
    ['startTime', '1000000'],
    ['endTime', '1150000'],
    ['participants', '0'],
    ['rawSize', '2048'],
    ['size', '2048'],
    ['metadata', ''],
    ['playback', [['format', format]]],
  ];
  return ['recording', usual.map(([name, value]) => [name, Object.hasOwn(more, name) ? more[name] : value])];
}

/** A program with a secret of an organisation. */
async function programOf(organisation: string, cookie: Record<string, string>): Promise<Program> {
  const path = `/api/organisations/${organisation}/bbb-secrets`;
  const { json } = await scene.running.http('POST', path, { name: 'Moodle' }, cookie);
  return new Program(scene.running, String(Object(json).secret));
}

const none: readonly Read[] = [
  ['returncode', 'SUCCESS'],
  ['recordings', ''],
  ['messageKey', 'noRecordings'],
  ['message', 'There are not recordings for the meetings'],
];

const missing = failed('missingParamRecordID', 'You must specify a recordID.');
const unknown = failed('notFound', 'We could not find recordings');

async function idsOf(parameters: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> {
  const { nodes } = await program.ask('getRecordings', parameters);
  const list = nodes.find(([name]) => name === 'recordings')?.[1];
  if (typeof list === 'string' || list === undefined) return [];
  return list.map(([, content]) => (typeof content === 'string' ? undefined : String(content[0]?.[1])));
}

describe('getRecordings', () => {
  it('says that there is none, and has the list', async () => {
    expect((await program.ask('getRecordings', { meetingID: 'nowhere' })).nodes).toEqual(none);
    expect((await program.ask('getRecordings', { recordID: 'nothing', state: 'any' })).nodes).toEqual(none);
    expect((await program.ask('getRecordings', { meetingID: 'nowhere', offset: '0' })).nodes).toEqual([
      ...none,
      ['pagination', pagination({ offset: '0', limit: '100', total: '0', empty: 'true' })],
    ]);
  });

  it('shows a recording with its metadata and the page that plays it, by GET and by POST alike', async () => {
    await program.create(meetingID, { record: 'true', 'meta_Bbb-Recording-Name': 'Größe & <Maß> ]]>' });
    const one = await recorded(meetingID);
    const metadata = [['bbb-recording-name', 'Größe & <Maß> ]]>']];
    const whole = [
      ['returncode', 'SUCCESS'],
      ['recordings', [shown(one, { metadata })]],
    ];
    expect((await program.ask('getRecordings', { meetingID })).nodes).toEqual(whole);
    expect((await program.post('getRecordings', { meetingID })).nodes).toEqual(whole);
  });

  it('names the first recording as its meeting, and the next ones with a number', async () => {
    const made = await program.create(meetingID);
    const [first, second] = [await recorded(meetingID), await recorded(meetingID, { at: 2_000_000 })];
    const internal = made.value('internalMeetingID');
    expect([first.recordID, second.recordID]).toEqual([internal, `${internal}-2`]);
    expect(await idsOf({ recordID: `${internal}` })).toEqual([second.recordID, first.recordID]);
    expect(await idsOf({ recordID: `nothing,${second.recordID}` })).toEqual([second.recordID]);
  });

  it('keeps what the program knows when the meeting is over and forgotten', async () => {
    await program.create(meetingID);
    const one = await recorded(meetingID);
    await program.ask('end', { meetingID });
    await scene.running.store.ask.bbbMeetings.forget({ before: Date.now() + 1_000 });
    expect((await program.ask('getRecordings', { recordID: one.recordID })).nodes[1]?.[1]).toEqual([shown(one)]);
  });

  it('shows one that is still written as processing, only where that is asked for', async () => {
    await program.create(meetingID);
    const one = await recorded(meetingID, { isDone: false });
    expect((await program.ask('getRecordings', { meetingID })).nodes).toEqual(none);
    const processing = {
      published: 'false',
      state: 'processing',
      endTime: '1000000',
      rawSize: '0',
      size: '0',
      playback: '',
    };
    for (const state of ['processing', 'any', 'published,PROCESSING']) {
      const { nodes } = await program.ask('getRecordings', { meetingID, state });
      expect(nodes[1]?.[1], state).toEqual([shown(one, processing)]);
    }
    expect((await program.ask('publishRecordings', { recordID: one.recordID, publish: 'true' })).nodes).toEqual(
      unknown,
    );
    expect((await program.ask('deleteRecordings', { recordID: one.recordID })).nodes).toEqual(unknown);
  });

  it('takes lists of ids, metadata and pages', async () => {
    const ids = ['a', 'b', 'c'].map((letter) => `${meetingID}-${letter}`);
    for (const [index, id] of ids.entries()) {
      await program.create(id, { 'meta_bbb-context-id': index === 1 ? '7' : '8' });
      await recorded(id, { at: 1_000_000 + index });
    }
    const list = ids.join(',');
    expect(await idsOf({ meetingID: list })).toHaveLength(3);
    expect(await idsOf({ meetingID: list, 'meta_bbb-context-id': '8' })).toHaveLength(2);
    expect(await idsOf({ meetingID: list, 'meta_BBB-Context-ID': '8', meta_other: 'x' })).toEqual([]);
    expect(await idsOf({ meetingID: list, state: 'deleted' })).toEqual([]);
    const page = await program.ask('getRecordings', { meetingID: list, offset: '1', limit: '1' });
    expect(page.value('meetingID')).toBe(ids[1]);
    expect(page.nodes.map(([name]) => name)).toEqual(['returncode', 'recordings', 'pagination']);
    expect(page.nodes[2]?.[1]).toEqual(pagination({ offset: '1', limit: '1', total: '3', empty: 'false' }));
  });

  it('names a breakout’s parent, and the parent’s breakouts', async () => {
    const parent = await program.create(meetingID);
    const child = `${meetingID}-child`;
    await program.create(child, { isBreakout: 'true', parentMeetingID: meetingID, sequence: '2', freeJoin: 'true' });
    const [of, part] = [await recorded(meetingID), await recorded(child)];
    const whole = await program.ask('getRecordings', { recordID: of.recordID });
    expect(whole.nodes[1]?.[1]?.[0]?.[1]).toContainEqual(['breakoutRooms', [['breakoutRoom', part.recordID]]]);
    const inner = await program.ask('getRecordings', { recordID: part.recordID });
    expect(inner.value('isBreakout')).toBe('true');
    expect(inner.nodes[1]?.[1]?.[0]?.[1]).toContainEqual([
      'breakout',
      [
        ['parentId', parent.value('internalMeetingID')],
        ['sequence', '2'],
        ['freeJoin', 'true'],
      ],
    ]);
  });

  it.each([
    [{ offset: '-1' }, 'Offset must be an integral value of at least 0'],
    [{ offset: 'x' }, 'Offset must be an integral value of at least 0'],
    [{ limit: '0' }, 'Limit must be an integral value between 1 and 100'],
    [{ limit: '101' }, 'Limit must be an integral value between 1 and 100'],
    [{ recordID: Array.from({ length: 501 }, (_, n) => `r${n}`).join(',') }, 'recordID has more than 500 ids.'],
  ] as const)('refuses wrong pages and long lists %#', async (wrong, message) => {
    expect((await program.ask('getRecordings', wrong)).nodes).toEqual(failed('validationError', message));
  });
});

const pagination = (is: { offset: string; limit: string; total: string; empty: string }) => [
  [
    'pageable',
    [
      ['offset', is.offset],
      ['limit', is.limit],
      ['paged', 'true'],
      ['unpaged', 'false'],
    ],
  ],
  ['totalElements', is.total],
  ['empty', is.empty],
];

describe('publishRecordings, updateRecordings and deleteRecordings', () => {
  it('take a recording back, publish it again, and delete it', async () => {
    await program.create(meetingID);
    const one = await recorded(meetingID);
    const { recordID } = one;
    const publish = (value: string) => program.ask('publishRecordings', { recordID, publish: value });
    const now = async () => (await program.ask('getRecordings', { recordID, state: 'any' })).nodes[1]?.[1];
    const plays = async () =>
      (await scene.running.http('GET', `/api/recordings/${one.id}?key=${one.key}`)).status !== 404;
    for (const value of ['false', 'true', 'false']) {
      expect((await publish(value)).nodes).toEqual([
        ['returncode', 'SUCCESS'],
        ['published', value],
      ]);
      expect(await now()).toEqual([
        shown(one, { published: value, state: value === 'true' ? 'published' : 'unpublished' }),
      ]);
      expect(await plays()).toBe(value === 'true');
    }
    expect((await program.ask('deleteRecordings', { recordID })).nodes).toEqual([
      ['returncode', 'SUCCESS'],
      ['deleted', 'true'],
    ]);
    expect(await now()).toEqual([shown(one, { published: 'false', state: 'deleted' })]);
    expect((await publish('true')).nodes).toEqual(unknown);
    expect(await idsOf({ recordID })).toEqual([]);
  });

  it('set metadata, take an empty one off, and keep the others', async () => {
    await program.create(meetingID, { 'meta_gl-listed': 'false', meta_tags: 'a' });
    const one = await recorded(meetingID);
    const { recordID } = one;
    const updated = [
      ['returncode', 'SUCCESS'],
      ['updated', 'true'],
    ];
    const by = { recordID, 'meta_GL-Listed': 'true', meta_tags: '', meta_name: 'New' };
    expect((await program.ask('updateRecordings', by)).nodes).toEqual(updated);
    expect((await program.post('updateRecordings', { recordID, meta_name: 'Newer' })).nodes).toEqual(updated);
    const metadata = [
      ['gl-listed', 'true'],
      ['name', 'Newer'],
    ];
    expect((await program.ask('getRecordings', { recordID })).nodes[1]?.[1]).toEqual([shown(one, { metadata })]);
    const large = 'x'.repeat(33_000);
    expect((await program.post('updateRecordings', { recordID, meta_a: large })).nodes).toEqual(updated);
    expect((await program.post('updateRecordings', { recordID, meta_b: large })).nodes).toEqual(
      failed('validationError', 'A recording has at most 65536 characters of metadata.'),
    );
  });

  it('refuse what is missing and what is not there', async () => {
    for (const call of ['publishRecordings', 'updateRecordings', 'deleteRecordings']) {
      const rest = { publish: 'true', meta_a: 'b' };
      expect((await program.ask(call, rest)).nodes, call).toEqual(missing);
      expect((await program.ask(call, { ...rest, recordID: ' , ' })).nodes, call).toEqual(missing);
      expect((await program.ask(call, { ...rest, recordID: 'nothing' })).nodes, call).toEqual(unknown);
    }
    const without = await program.ask('publishRecordings', { recordID: 'x' });
    expect(without.nodes).toEqual(failed('missingParamPublish', 'You must specify a publish value true or false.'));
    const perhaps = await program.ask('publishRecordings', { recordID: 'x', publish: 'perhaps' });
    expect(perhaps.nodes).toEqual(failed('validationError', 'Publish must be a boolean value (true or false)'));
  });

  it('see and change nothing of another organisation; its recordings count against its tier', async () => {
    const records = await RecordScene.create(scene.running);
    const { organisation, elsewhere } = records;
    const ours = await programOf(organisation, records.cookie('owner'));
    const theirs = await programOf(elsewhere, records.cookie('admin elsewhere'));
    await ours.create(meetingID);
    const one = await recorded(meetingID, { owner: organisation });
    const { recordID } = one;
    expect((await ours.ask('getRecordings')).nodes[1]?.[1]).toEqual([shown(one)]);
    for (const other of [theirs, program]) {
      expect((await other.ask('getRecordings', { recordID, state: 'any' })).nodes).toEqual(none);
      expect((await other.ask('deleteRecordings', { recordID })).nodes).toEqual(unknown);
      expect((await other.ask('publishRecordings', { recordID, publish: 'false' })).nodes).toEqual(unknown);
      expect((await other.ask('updateRecordings', { recordID, meta_a: 'b' })).nodes).toEqual(unknown);
    }
    expect((await ours.ask('getRecordings')).nodes[1]?.[1]).toEqual([shown(one)]);
    const { ask } = scene.running.store;
    const row = await ask.bbbMeetings.find({ owner: organisation, meetingId: meetingID });
    const next = { id: 'next', room: row?.room ?? '', home: row?.room ?? '', title: 'x', chat: 'kept', at: 1 } as const;
    const reserved = await ask.recordings.begin({ ...next, key: 'k', managerKey: 'm', code: '1' });
    expect(reserved).toMatchObject({ bytes: 2_048, most: expect.any(Number) });
    expect(await ask.recordings.managerKey({ id: one.id })).toBeUndefined();
  });
});
