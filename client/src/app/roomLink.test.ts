import { describe, expect, it } from 'vitest';
import { linkOf, roomOf } from './roomLink.ts';

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
