import { createHash } from 'node:crypto';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { counted } from '../counted.ts';
import { type Answer, type BbbScene, bbbScene, type Program, queryOf } from './bbbScene.ts';

let scene: BbbScene;
let program: Program;
let refused = 0;

beforeAll(async () => {
  scene = await bbbScene();
  ({ program } = scene);
  await program.create('target');
});
afterAll(async () => {
  counted('X9', refused, "bad requests to BigBlueButton's API refused, each with its key and no more");
  await scene.close();
});

/** Checks that an answer is a refusal of BigBlueButton's form that says nothing of the server. */
function requireRefusal(answer: Answer, ...keys: readonly string[]): void {
  expect(answer.type).toMatch(/^text\/xml/);
  expect(XMLValidator.validate(answer.text)).toBe(true);
  expect(answer.nodes.map(([name]) => name)).toEqual(['returncode', 'messageKey', 'message']);
  expect(keys, answer.text).toContain(answer.value('messageKey'));
  expect(answer.text).not.toMatch(/\bat .*\.ts|node_modules|Error:|<html/i);
  refused += 1;
}

const calls = ['create', 'join', 'isMeetingRunning', 'getMeetingInfo', 'getMeetings', 'getSessions', 'end'] as const;
const valid = { meetingID: 'target', name: 'Target', fullName: 'Ana', password: 'mp', redirect: 'false' };

it('every call refuses a checksum that is wrong, missing, of another call, secret or length, and a changed byte', async () => {
  for (const call of calls) {
    const url = program.url(call, valid, 'sha256');
    const [before = '', checksum = ''] = url.split('checksum=');
    const other = calls[(calls.indexOf(call) + 1) % calls.length] ?? '';
    const bad = [
      before.slice(0, -1),
      `${before}checksum=`,
      `${before}checksum=${'0'.repeat(64)}`,
      `${before}checksum=${checksum.slice(0, -1)}`,
      `${before}checksum=${checksum}0`,
      `${before}checksum=${checksum.slice(0, 40)}`,
      `${before}checksum=${createHash('sha256')
        .update(`${call}${queryOf(valid)}`)
        .digest('hex')}`,
      `${before}checksum=${checksum}&checksum=${checksum}`,
      url.replace(`/${call}?`, `/${other}?`),
      ...Object.values(valid).map((value) => url.replace(`=${value}`, `=${value}x`)),
      url.replace('checksum=', 'Checksum='),
      url.replace('checksum=', 'check%73um='),
    ];
    for (const one of bad) requireRefusal(await program.fetch(one), 'checksumError');
    // Upper case and another place are right.
    const moved = `${before.split('?')[0]}?checksum=${checksum.toUpperCase()}&${queryOf(valid)}`;
    expect((await program.fetch(moved)).value('messageKey')).not.toBe('checksumError');
  }
});

it('a parameter that comes twice is refused, in the query, the body, or both', async () => {
  const twice = 'meetingID=target&meetingID=other';
  for (const call of calls) requireRefusal(await program.ask(call, twice), 'checksumError');
  const init = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  const url = program.url('getMeetingInfo', { meetingID: 'target' });
  requireRefusal(await program.fetch(url, { ...init, body: 'meetingID=other' }), 'checksumError');
  requireRefusal(await program.fetch(url, { ...init, body: 'checksum=0' }), 'checksumError');
});

it('too much of everything is refused: parameters, lengths, bytes', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `a${index}=1`).join('&');
  const url = `${scene.running.origin}/bigbluebutton/api/getMeetings`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  requireRefusal(await program.fetch(url, { method: 'POST', headers: form, body: many }), 'validationError');
  const huge = `meta_a=${'x'.repeat(2_000_000)}`;
  requireRefusal(await program.fetch(url, { method: 'POST', headers: form, body: huge }), 'validationError');
});

it('XML with entities, a DTD, a billion laughs or no end is refused, and no meeting is made', async () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  const bodies = [
    `<!DOCTYPE m [<!ENTITY l0 "ha">${laughs}]><modules>&l9;</modules>`,
    '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><modules>&x;</modules>',
    '<!DOCTYPE m SYSTEM "http://127.0.0.1:1/evil.dtd"><modules/>',
    '<!DOCTYPE m [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]><modules/>',
    '<modules>'.repeat(7_000),
    `<modules ${Array.from({ length: 5_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    '<modules><module name="presentation">',
    '\u0000<modules/>',
    'no XML',
    `<modules><module name="presentation">${'<document url="https://a.example/s.pdf"/>'.repeat(10_000)}</module></modules>`,
    `<modules>${'x'.repeat(65 * 1024 * 1024)}</modules>`,
  ];
  for (const [index, body] of bodies.entries()) {
    const meetingID = `xml-${index}`;
    const url = program.url('create', { name: 'By XML', meetingID });
    const init = { method: 'POST', headers: { 'content-type': 'application/xml' }, body };
    const answer = await program.fetch(url, init);
    requireRefusal(answer, 'validationError');
    expect(answer.text).not.toMatch(/root:|haha/);
    expect((await program.ask('getMeetingInfo', { meetingID })).value('messageKey')).toBe('notFound');
  }
});

it('other methods, types, encodings and calls are refused', async () => {
  const url = program.url('getMeetings');
  for (const method of ['PUT', 'DELETE', 'PATCH'])
    requireRefusal(await program.fetch(url, { method }), 'unsupportedRequest');
  for (const call of ['nothing', 'create/x', 'create%2Fx', '__proto__', 'constructor', 'signOut']) {
    requireRefusal(await program.fetch(program.url(call)), 'unsupportedRequest');
  }
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'image/png']) {
    const init = { method: 'POST', headers: { 'content-type': type }, body: '{}' };
    requireRefusal(await program.fetch(url, init), 'unsupportedContentType');
  }
  const zipped = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' };
  requireRefusal(await program.fetch(url, { method: 'POST', headers: zipped, body: 'x' }), 'unsupportedContentType');
  for (const query of ['meetingID=%ff', 'meetingID=%', 'meetingID=%zz']) {
    requireRefusal(await program.ask('getMeetingInfo', query), 'validationError', 'checksumError');
  }
});

const hostile = [
  '<script>alert(1)</script>',
  ']]>',
  '&lt;!ENTITY x "y"&gt;',
  '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
  '\u0000\u0001\u001f',
  '\ud800',
  '\u202eevil',
  "'; drop table rooms; --",
  '${7*7}{{7*7}}',
  '../../etc/passwd',
  '__proto__',
  '\uffff\ufffe',
  '💥'.repeat(40),
];

it('texts with markup and control characters are kept as data, and every answer is XML', async () => {
  let kept = 0;
  for (const [index, text] of hostile.entries()) {
    const meetingID = `hostile-${index}`;
    const made = await program.create(meetingID, {
      name: `A ${text}`,
      meta_note: text,
      welcome: text,
      bannerText: text,
    });
    expect(made.value('returncode'), text).toBe('SUCCESS');
    const line = await program.enter(meetingID, `B ${text}`, { userID: `u ${text}`, 'userdata-note': text });
    const info = await program.ask('getMeetingInfo', { meetingID });
    expect(XMLValidator.validate(info.text), text).toBe(true);
    expect(info.text).not.toContain('<script');
    expect(info.value('participantCount')).toBe('1');
    line.socket.disconnect();
    kept += 1;
  }
  counted('X8', kept, 'hostile texts in every field of a meeting of a program: kept as data');
});

it('metadata and custom data whose names no node may have are left out', async () => {
  await program.create('names', { meta_1x: 'a', meta_: 'b', 'meta_a b': 'c', meta_xml: 'd', 'meta_ok-1': 'e' });
  const line = await program.enter('names', 'Ana', {
    'userdata-a b': 'x',
    'userdata-a-b': 'x',
    'userdata-1': 'x',
    'userdata-ok': 'y',
  });
  const info = await program.ask('getMeetingInfo', { meetingID: 'names' });
  expect(info.nodes.find(([name]) => name === 'metadata')?.[1]).toEqual([['ok-1', 'e']]);
  expect(info.text).toContain('<customdata><ok>y</ok></customdata>');
  line.socket.disconnect();
});

it('many wrong checksums of one address are refused unheard; nothing else of it is', async () => {
  const url = `${scene.running.origin}/bigbluebutton/api/getMeetings?checksum=${'0'.repeat(40)}`;
  const answers = await Promise.all(Array.from({ length: 320 }, () => program.fetch(url)));
  for (const answer of answers) requireRefusal(answer, 'checksumError');
  expect((await program.fetch(`${scene.running.origin}/bigbluebutton/api`)).value('returncode')).toBe('SUCCESS');
});
