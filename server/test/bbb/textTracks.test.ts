import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { counted } from '../counted.ts';
import { RecordScene } from '../recordScene.ts';
import { type Answer, type BbbScene, bbbScene, failed, Program } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;
let count = 0;
let refusals = 0;
let meetingID = '';
/** The recording of a meeting of its own for each test. */
let recorded: { readonly id: string; readonly key: string; readonly recordID: string };

beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
});
afterAll(async () => {
  counted('X9', refusals, 'bad requests about text tracks refused, each with its key and no more');
  await scene.close();
});

beforeEach(async () => {
  meetingID = `lesson-${(count += 1)}`;
  await program.create(meetingID, { record: 'true' });
  recorded = await recordingOf('');
});

async function recordingOf(owner: string) {
  const { ask } = scene.running.store;
  const row = await ask.bbbMeetings.find({ owner, meetingId: meetingID });
  const [id, room] = [`rec-${(count += 1)}`, row?.room ?? ''];
  const secrets = { key: `key-${id}`, managerKey: 'm', code: '123456789' };
  await ask.recordings.begin({ id, room, home: room, title: 'x', chat: 'kept', ...secrets, at: 1_000 });
  await ask.recordings.measure({ id, bytes: 2_048, duration: 150_000, isDone: true });
  return { id, key: secrets.key, recordID: (await ask.bbbRecordings.recordId({ id })) ?? '' };
}

const srt = '1\n00:00:01,000 --> 00:00:02,000\n<b>Guten</b> Morgen\n';

/** Sends a file as the form of a program does. */
async function put(
  parameters: Readonly<Record<string, string>>,
  file: string | undefined = srt,
  by = program,
): Promise<Answer> {
  const form = new FormData();
  if (file !== undefined) form.set('file', new Blob([file], { type: 'text/plain' }), 'captions.srt');
  return by.fetch(by.url('putRecordingTextTrack', parameters), { method: 'POST', body: form });
}

const read = ({ text }: Answer): unknown => JSON.parse(text);
const tracksOf = async (recordID: string, by = program) => read(await by.ask('getRecordingTextTracks', { recordID }));

const wish = () => ({ recordID: recorded.recordID, kind: 'subtitles', lang: 'de_DE', label: 'Deutsch' });
const refused = (messageKey: string, message: string, more: object = {}) => ({
  response: { messageKey, message, ...more, returncode: 'FAILED' },
});
const failedUpload = (recordId: string) =>
  refused('upload_text_track_failed', 'Text track upload failed.', { recordId });
const unknown = (recordID: string) => refused('noRecordings', `No recording was found for ${recordID}`);

describe('getRecordingTextTracks and putRecordingTextTrack', () => {
  it('take a file, list it, and give it to people with the link as WebVTT', async () => {
    const { recordID, id, key } = recorded;
    expect(await tracksOf(recordID)).toEqual({ response: { returncode: 'SUCCESS', tracks: [] } });
    const answer = await put(wish());
    expect([answer.status, answer.type]).toEqual([200, 'application/json; charset=utf-8']);
    // The order of the keys counts to nobody, and is BigBlueButton's.
    expect(answer.text).toBe(
      `{"response":{"messageKey":"upload_text_track_success","message":"Text track uploaded successfully","recordId":"${recordID}","returncode":"SUCCESS"}}`,
    );
    const href = `${scene.running.origin}/api/recordings/${id}/captions/0001.vtt?key=${key}`;
    const track = { href, kind: 'subtitles', label: 'Deutsch', lang: 'de-DE', source: 'upload' };
    expect(await tracksOf(recordID)).toEqual({ response: { returncode: 'SUCCESS', tracks: [track] } });
    expect(read(await program.post('getRecordingTextTracks', { recordID }))).toEqual({
      response: { returncode: 'SUCCESS', tracks: [track] },
    });
    expect(await (await fetch(href)).text()).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGuten Morgen\n');
    await program.ask('publishRecordings', { recordID, publish: 'false' });
    expect((await fetch(href)).status).toBe(404);
  });

  it('name a track by its language where no label is sent, and replace one of the same kind and language', async () => {
    const { recordID } = recorded;
    for (const words of ['Old', 'New']) {
      const sent = await put({ ...wish(), label: '' }, `WEBVTT\n\n00:01.000 --> 00:02.000\n${words}\n`);
      expect(sent.text).toContain('upload_text_track_success');
    }
    await put({ ...wish(), kind: 'captions', label: ' Own\u0000 name ' });
    expect(await tracksOf(recordID)).toMatchObject({
      response: {
        tracks: [
          { kind: 'subtitles', label: 'German (Germany)' },
          { kind: 'captions', label: 'Own  name' },
        ],
      },
    });
    expect((await program.ask('getRecordings', { recordID })).value('size')).not.toBe('2048');
  });

  it('refuse what is missing or wrong', async () => {
    const { recordID } = recorded;
    const answers: readonly (readonly [unknown, unknown])[] = [
      [read(await program.ask('getRecordingTextTracks')), refused('paramError', 'Missing param recordID.')],
      [await tracksOf('nothing'), unknown('nothing')],
      [read(await put({})), refused('paramError', 'Missing param recordID.')],
      [read(await put({ ...wish(), recordID: 'nothing' })), unknown('nothing')],
      [read(await put({ ...wish(), kind: '' })), refused('paramError', 'Missing param kind.')],
      [
        read(await put({ ...wish(), kind: 'chapters' })),
        refused('invalidKind', "Invalid kind parameter, expected='subtitles|captions' actual=chapters"),
      ],
      [read(await put({ ...wish(), lang: '' })), refused('paramError', 'Missing param lang.')],
      [
        read(await put({ ...wish(), lang: 'no language' })),
        refused('invalidLang', 'Malformed lang param, received=no language'),
      ],
      [read(await put(wish(), '')), refused('empty_uploaded_text_track', 'Empty uploaded text track.')],
      [read(await put(wish(), ' \n ')), refused('empty_uploaded_text_track', 'Empty uploaded text track.')],
    ];
    for (const [answer, wanted] of answers) expect(answer).toEqual(wanted);
    refusals += answers.length;
    expect(await tracksOf(recordID)).toMatchObject({ response: { tracks: [] } });
  });

  it.each([
    ['other text', 'no captions'],
    ['HTML', '<script>alert(1)</script>'],
    ['a picture', '\u0089PNG\r\n\u001A\n'],
    ['XML', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'],
  ])('refuse %s in place of captions', async (_what, file) => {
    expect(read(await put(wish(), file))).toEqual(failedUpload(recorded.recordID));
    refusals += 1;
  });

  it('refuse bodies that are no form, have no file, are cut short, or are too large', async () => {
    const url = program.url('putRecordingTextTrack', wish());
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    const post = (body: string, headers: Record<string, string> = multipart) =>
      program.fetch(url, { method: 'POST', body, headers });
    const empty = refused('empty_uploaded_text_track', 'Empty uploaded text track.');
    expect(read(await program.fetch(url, { method: 'POST' }))).toEqual(empty);
    expect(read(await post('file=x', { 'content-type': 'application/x-www-form-urlencoded' }))).toEqual(empty);
    expect(read(await post('--x\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--x--\r\n'))).toEqual(
      empty,
    );
    const unreadable = failedUpload(recorded.recordID);
    for (const body of ['nothing', '--x', '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx', '--y--\r\n']) {
      expect(read(await post(body)), body).toEqual(unreadable);
    }
    expect(read(await post('x', { 'content-type': 'multipart/form-data' }))).toEqual(unreadable);
    expect(read(await put(wish(), 'x'.repeat(recordingLimits.captionBytes + 20_000)))).toEqual(unreadable);
    refusals += 9;
  });

  it('refuse a changed byte, a GET, and a parameter that comes twice', async () => {
    const url = program.url('putRecordingTextTrack', wish());
    const wrong = failed('checksumError', 'You did not pass the checksum security check');
    const form = () => {
      const body = new FormData();
      body.set('file', new Blob([srt]), 'x.srt');
      return { method: 'POST', body };
    };
    for (const changed of [
      url.replace('label=Deutsch', 'label=Englisch'),
      url.replace(/checksum=./, 'checksum=x'),
      `${url}&kind=captions`,
    ]) {
      expect((await program.fetch(changed, form())).nodes).toEqual(wrong);
    }
    expect((await program.fetch(url)).nodes).toEqual(failed('unsupportedRequest', 'This request is not supported.'));
    refusals += 4;
  });

  it('see and change nothing of another organisation, of one in the bin, and of one that is still written', async () => {
    const records = await RecordScene.create(scene.running);
    const path = `/api/organisations/${records.organisation}/bbb-secrets`;
    const { json } = await scene.running.http('POST', path, { name: 'Moodle' }, records.cookie('owner'));
    const theirs = new Program(scene.running, String(Object(json).secret));
    const { recordID, id } = recorded;
    expect(await tracksOf(recordID, theirs)).toEqual(unknown(recordID));
    expect(read(await put(wish(), srt, theirs))).toEqual(unknown(recordID));
    await program.ask('deleteRecordings', { recordID });
    expect(await tracksOf(recordID)).toEqual(unknown(recordID));
    expect(read(await put(wish()))).toEqual(unknown(recordID));
    expect(await scene.running.store.ask.recordings.facts({ recording: id })).toMatchObject({ bytes: 2_048 });
    meetingID += '-b';
    await program.create(meetingID);
    const { ask } = scene.running.store;
    const room = (await ask.bbbMeetings.find({ owner: '', meetingId: meetingID }))?.room ?? '';
    const live = { id: `${id}-live`, room, home: room, title: 'x', chat: 'kept', at: 1 } as const;
    await ask.recordings.begin({ ...live, key: 'k', managerKey: 'm', code: '1' });
    const liveId = (await ask.bbbRecordings.recordId({ id: live.id })) ?? '';
    expect(read(await put({ ...wish(), recordID: liveId }))).toEqual(failedUpload(liveId));
    refusals += 5;
  });
});
