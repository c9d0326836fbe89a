import { describe, expect, it } from 'vitest';
import { keysInLink, linkOf, linkWithKey, roomOf } from './roomLink.ts';

describe('roomOf', () => {
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
  ])('%s is %s', (written, expected) => expect(roomOf(written)).toBe(expected));

  it('reads the links it writes', () => expect(roomOf(linkOf('abcd-efgh', 'https://a.example'))).toBe('abcd-efgh'));
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
