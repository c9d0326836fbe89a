import { describe, expect, it } from 'vitest';
import pasted from '../../testing/cases/invitation-links.txt?raw';
import { keysInLink, linkOf, linkWithKey, roomMeantBy, invitationIn, pathOf } from './roomLink.ts';

describe('invitationIn', () => {
  it.each([
    ['spring-assembly', 'spring-assembly'],
    ['  Spring Assembly ', 'spring-assembly'],
    ['Frühjahrs_Treffen', 'fruhjahrs-treffen'],
    ['https://meet.example.org/r/abcd-efgh', 'abcd-efgh'],
    ['https://meet.example.org/r/abcd-efgh?x=1#y', 'abcd-efgh'],
    ['meet.example.org/r/abcd-efgh/', 'abcd-efgh'],
    ['/r/abcd-efgh', 'abcd-efgh'],
    ['', undefined],
    ['ab', undefined],
    ['https://meet.example.org/', undefined],
    ['https://evil.example/r/..%2f..', undefined],
    ['<script>', undefined],
    ['x'.repeat(41), undefined],
  ])('%s is %s', (written, expected) => expect(invitationIn(written, 'meet.example.org')?.room).toBe(expected));

  it('reads the links it writes', () =>
    expect(invitationIn(linkOf('abcd-efgh', 'https://a.example'))?.room).toBe('abcd-efgh'));
});

describe('a pasted invitation', () => {
  const lines = pasted.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const key = 'k'.repeat(32);

  it.each(lines)('%s', (line) => {
    for (const host of ['meet.example.org', 'localhost:8443', '[::1]:8443']) {
      const written = line.replaceAll('HOST', host).replaceAll('ROOM', 'abcd-efgh');
      expect(invitationIn(written, host)).toEqual({ room: 'abcd-efgh', keys: {} });
    }
  });

  it.each([
    `<https://a.example/r/abcd-efgh#host=${key}>`,
    `Komm: https://a.example/r/abcd-efgh#host=${key}, um 10`,
    `[Plenum](https://a.example/r/abcd-efgh#host=${key}).`,
    `https://mail.example/safe?url=https%3A%2F%2Fa.example%2Fr%2Fabcd-efgh%23host%3D${key}&data=05%7C01`,
    `https://mail.example/safe?url=https%253A%252F%252Fa.example%252Fr%252Fabcd-efgh%2523host%253D${key}`,
    `„https://a.example/r/abcd-efgh#host=${key}“`,
  ])('keeps its key: %s', (written) => {
    const invitation = invitationIn(written);
    expect(invitation).toEqual({ room: 'abcd-efgh', keys: { host: key } });
    expect(invitation && pathOf(invitation)).toBe(`/r/abcd-efgh#host=${key}`);
  });

  it.each([
    ['https://a.example/r/abcd-efgh。', 'abcd-efgh'],
    ['https://a.example/r/abcd-efghで会いましょう', 'abcd-efgh'],
    ['\u200bhttps://a.example/r/abcd-efgh\u200b', 'abcd-efgh'],
    ['HTTPS://A.EXAMPLE/R/ABCD-EFGH', 'abcd-efgh'],
    ['*https://a.example/r/abcd-efgh*', 'abcd-efgh'],
    ['_https://a.example/r/abcd-efgh_', 'abcd-efgh'],
    ['100 % sicher: https://a.example/r/abcd-efgh', 'abcd-efgh'],
    ['https://a.example/r/Fr%C3%BChjahrs_Treffen', 'fruhjahrs-treffen'],
    ['see https://b.example/r/other-room or https://a.example/r/abcd-efgh', 'abcd-efgh'],
    ['see https://b.example/r/other-room.', 'other-room'],
    ['"spring-assembly".', 'spring-assembly'],
    ['https://a.example/server/room', undefined],
    ['https://a.example/r/', undefined],
  ])('%j is %s', (written, room) => expect(invitationIn(written, 'a.example')?.room).toBe(room));

  it('is the address of the page with a sign too much', () => {
    for (const sign of ['.', ',', ')', '>', '"', '%3E', '。', '*'])
      expect(roomMeantBy(`abcd-efgh${sign}`)).toBe('abcd-efgh');
    expect(roomMeantBy('Abcd-Efgh')).toBe('abcd-efgh');
    expect([roomMeantBy('abcd-efgh'), roomMeantBy('..'), roomMeantBy('ab')]).toEqual([undefined, undefined, undefined]);
    expect(keysInLink(`#host=${key}.`)).toEqual({ host: key });
  });
});

describe('keys in links', () => {
  it('are read as they are written, and no server sees them', () => {
    const link = linkWithKey('abcd-efgh', 'moderator', 'k'.repeat(32), 'https://a.example');
    expect(keysInLink(link)).toEqual({ moderator: 'k'.repeat(32) });
    expect(new URL(link).pathname + new URL(link).search).toBe('/r/abcd-efgh');
  });

  it.each(['', '#', '#host=', '#host=short', '#host=<script>alert(1)</script>', `#owner=${'k'.repeat(32)}`])(
    'are none in %s',
    (hash) => expect(keysInLink(`https://a.example/r/abcd-efgh${hash}`)).toEqual({}),
  );
});
