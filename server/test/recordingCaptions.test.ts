import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { RecordScene } from './recordScene.ts';
import { type Link, manifestOf, meeting, recorded, stopped } from './recordings.ts';
import { Running } from './running.ts';

let running: Running;
beforeEach(async () => {
  running = await Running.create({ office: undefined });
});
afterEach(() => running.close());

const bytes = { 'content-type': 'application/octet-stream' };
const vtt = (words: string, from = '00:00.000', to = '00:00.001') => `WEBVTT\n\n${from} --> ${to}\n${words}\n`;

interface Sent {
  readonly lang?: string;
  readonly kind?: string;
  readonly label?: string;
}

/** Sends a file of captions as the page does. */
async function sendTo(
  { id, key }: Link,
  body: string,
  { lang = 'en', kind = 'captions', label = 'English' }: Sent = {},
) {
  const query = new URLSearchParams({ key, lang, kind, label }).toString();
  return running.http('POST', `/api/recordings/${id}/captions?${query}`, body, bytes);
}

const fileOf = ({ id, key }: Link, file: string) =>
  running.http('GET', `/api/recordings/${id}/captions/${file}?key=${key}`);

/** A recorded meeting of a host alone. */
async function scene(): Promise<{ link: Link; hostId: string }> {
  const { host } = await meeting(running);
  await recorded(host);
  await host.ask('chat:send', { text: 'words of the host' });
  const link = await stopped(host);
  return { link, hostId: host.id };
}

/** All bytes of a recording as text. */
function everythingOf({ id }: Link): string {
  const names = readdirSync(join(running.folder, 'recordings', id), { recursive: true, withFileTypes: true });
  return names
    .flatMap((one) => (one.isFile() ? readFileSync(join(one.parentPath, one.name), 'latin1') : []))
    .join('\n');
}

it('[RK15] keeps captions of several languages as WebVTT, lists them, and counts their bytes', async () => {
  const { link } = await scene();
  const before = await manifestOf(running, link);
  expect(before.captions).toEqual([]);
  const srt = '1\n00:00:00,000 --> 00:00:01,000\n<b>Guten Morgen</b> &amp; <script>\n';
  expect((await sendTo(link, vtt('Good morning'))).status).toBe(200);
  const answer = await sendTo(link, srt, { lang: 'de_DE', kind: 'subtitles', label: 'Deutsch' });
  const { captions } = Manifest.parse(answer.json);
  expect(captions).toMatchObject([
    { lang: 'de-DE', kind: 'subtitles', label: 'Deutsch', file: '0002.vtt' },
    { lang: 'en', kind: 'captions', label: 'English', file: '0001.vtt' },
  ]);
  const german = await fileOf(link, '0002.vtt');
  expect(german.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
  expect(german.text).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nGuten Morgen &amp;\n');
  const after = await manifestOf(running, link);
  expect(after.captions).toEqual(captions);
  expect(after.bytes).toBeGreaterThanOrEqual(before.bytes + captions.reduce((sum, one) => sum + one.bytes, 0));
});

it('[RK15] the same kind and language again take the place of those before; removed ones are on no disk', async () => {
  const { link } = await scene();
  await sendTo(link, vtt('Old words'));
  const { captions } = Manifest.parse((await sendTo(link, vtt('New words'), { label: 'English (new)' })).json);
  expect(captions).toMatchObject([{ file: '0002.vtt', label: 'English (new)' }]);
  expect(everythingOf(link)).not.toContain('Old words');
  expect((await fileOf(link, '0001.vtt')).status).toBe(404);
  const path = `/api/recordings/${link.id}/captions/0002.vtt?key=${link.key}`;
  expect(Manifest.parse((await running.http('DELETE', path)).json).captions).toEqual([]);
  expect(everythingOf(link)).not.toContain('New words');
  expect((await running.http('DELETE', path)).status).toBe(404);
  expect((await fileOf(link, '0002.vtt')).status).toBe(404);
});

it('[RK15] refuses files that are no captions, languages that are none, and too many', async () => {
  const { link } = await scene();
  const refusals = [
    await sendTo(link, 'no captions'),
    await sendTo(link, ''),
    await sendTo(link, '\uFFFD\u0000'),
    await sendTo(link, vtt('x'), { lang: 'not a language' }),
    await sendTo(link, vtt('x'), { lang: '../../etc' }),
    await sendTo(link, vtt('x'), { kind: 'descriptions' }),
    await sendTo(link, vtt('x'), { label: '' }),
    await sendTo(link, vtt('x'), { label: 'x'.repeat(recordingLimits.captionLabel + 1) }),
    await sendTo(link, 'x'.repeat(recordingLimits.captionBytes + 1)),
  ];
  expect(refusals.map(({ json }) => Object(json).code)).toEqual(refusals.map(() => 'invalid'));
  expect((await sendTo({ ...link, key: 'wrong' }, vtt('x'))).status).toBe(404);
  for (const file of ['..%2Findex.jsonl', '0001.webm', '1.vtt']) expect((await fileOf(link, file)).status).toBe(404);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (let n = 0; n < recordingLimits.captionFiles; n += 1) {
    const lang = `${letters[n % 26]}${letters[Math.floor(n / 26)]}x`;
    expect((await sendTo(link, vtt(`words ${n}`), { lang })).status, lang).toBe(200);
  }
  expect(Object((await sendTo(link, vtt('x'), { lang: 'zzz' })).json).code).toBe('full');
  expect((await sendTo(link, vtt('again'), { lang: 'aax' })).status).toBe(200);
});

it('[RK6] [RK15] a cut takes the words of its time out of the captions, and moves the others', async () => {
  const { link } = await scene();
  const words = [
    '00:00.000 --> 00:00.010\nbefore',
    '00:00.010 --> 00:00.030\nin the cut',
    '01:00.000 --> 01:01.000\nafter',
  ];
  await sendTo(link, `WEBVTT\n\n${words.join('\n\n')}\n`);
  await sendTo(link, vtt('all in the cut', '00:00.020', '00:00.025'), { lang: 'de' });
  const { duration } = await manifestOf(running, link);
  const input = { cuts: [{ from: 20, until: 30 }], duration, confirm: true };
  const cut = await running.http('POST', `/api/recordings/${link.id}/cuts?key=${link.key}`, input);
  const { captions } = Manifest.parse(cut.json);
  expect(captions).toMatchObject([{ lang: 'en', file: '0001.vtt' }]);
  expect((await fileOf(link, '0001.vtt')).text).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:00.010\nbefore\n\n00:00:59.990 --> 00:01:00.990\nafter\n',
  );
  expect(everythingOf(link)).not.toContain('in the cut');
});

it('[RK10] [RK15] captions stay without the chat, and go with a person', async () => {
  const { link, hostId } = await scene();
  await sendTo(link, vtt('spoken words'));
  const removal = async (input: object) => {
    const { duration } = await manifestOf(running, link);
    const path = `/api/recordings/${link.id}/removals?key=${link.key}`;
    return Manifest.parse((await running.http('POST', path, { ...input, duration, confirm: true })).json).captions;
  };
  expect(await removal({ members: [], chat: true })).toMatchObject([{ lang: 'en' }]);
  expect(everythingOf(link)).toContain('spoken words');
  expect(await removal({ members: [hostId], chat: false })).toEqual([]);
  expect(everythingOf(link)).not.toContain('spoken words');
});

it('[RK5] [RK15] captions that the organisation has no space for are refused; who changes them is in the audit', async () => {
  const records = await RecordScene.create(running);
  const id = await records.newRecording('organisation');
  const path = `/api/recordings/${id}/captions?kind=captions&lang=en&label=English`;
  const sendBy = (kind: 'host' | 'member', body = vtt('x')) =>
    running.http('POST', path, body, { ...bytes, ...records.cookie(kind) });
  expect((await sendBy('member')).status).toBe(403);
  expect((await sendBy('host')).status).toBe(200);
  const audit = await running.http(
    'GET',
    `/api/organisations/${records.organisation}/audit`,
    undefined,
    records.cookie('owner'),
  );
  expect(audit.text).toContain('recording:addCaptions');
  await running.store.ask.recordings.measure({ id, bytes: 10 ** 15, duration: 0, isDone: false });
  const refused = await sendBy('host');
  expect(refused.json).toMatchObject({ code: 'full' });
  expect(refused.text).toContain('recordingBytes');
});

it('[RK12] [RK15] with a key, captions are encrypted too, also after a cut', async () => {
  await running.stop();
  running.recordingKeys = [randomBytes(32).toString('base64')];
  await running.start();
  const { link } = await scene();
  await sendTo(link, vtt('sealed words'));
  expect((await sendTo(link, vtt('newer sealed words'))).status).toBe(200);
  const file = '0002.vtt';
  expect((await fileOf(link, file)).text).toContain('newer sealed words');
  const { duration } = await manifestOf(running, link);
  const input = { cuts: [{ from: 20, until: 30 }], duration, confirm: true };
  expect((await running.http('POST', `/api/recordings/${link.id}/cuts?key=${link.key}`, input)).status).toBe(200);
  expect((await fileOf(link, file)).text).toContain('newer sealed words');
  expect(everythingOf(link)).not.toMatch(/sealed words|WEBVTT/);
});
