import { describe, expect, it } from 'vitest';
import { message } from '../../../testing/fakeSession.ts';
import { hasMarkup } from '../message/MessageText.tsx';
import { continues, rowsOf } from './rows.ts';

describe('continues', () => {
  const first = message('1', { from: 'a', name: 'A', at: 60_000 });
  it.each([
    ['the same person in the same minute', { at: 119_999 }, true],
    ['the same person a minute later', { at: 120_000 }, false],
    ['somebody else', { from: 'b', at: 61_000 }, false],
    ['the same person under a new name', { name: 'B', at: 61_000 }, false],
  ])('%s', (_title, part, expected) => {
    expect(continues(first, message('2', { from: 'a', name: 'A', ...part }))).toBe(expected);
  });
  it('the first message of all', () => expect(continues(undefined, first)).toBe(false));
});

describe('rowsOf', () => {
  const messages = [message('1'), message('2'), message('3', { from: 'x' })];
  const failed = {
    id: 7,
    channel: 'all',
    writing: { text: 'lost' },
    code: 'unavailable' as const,
    sentAt: 0,
    retrying: false,
  };

  it('groups messages, marks new ones, and ends with failed ones', () => {
    const rows = rowsOf({ messages, firstNew: '2', pending: [{ key: 'k', text: 'soon' }], failed: [failed] });
    expect(rows.map(({ key }) => key)).toEqual(['1', 'new', '2', '3', 'failed/7', 'pending/k']);
    expect(rows.filter((row) => row.kind === 'message').map(({ first }) => first)).toEqual([true, true, true]);
  });

  it('sorts items of other features by time, and leaves out those older than the loaded messages', () => {
    const timed = [message('1', { at: 100 }), message('2', { at: 200 }), message('3', { at: 300 })];
    const item = (key: string, at: number) => ({ key, at, render: () => key });
    const feed = [item('late', 400), item('early', 50), item('between', 150)];
    const keys = (isCut: boolean) =>
      rowsOf({ messages: timed, firstNew: undefined, pending: [], failed: [], feed, isCut }).map(({ key }) => key);
    expect(keys(false)).toEqual(['early', '1', 'between', '2', '3', 'late']);
    expect(keys(true)).toEqual(['1', 'between', '2', '3', 'late']);
  });

  it('shows the name once for a group', () => {
    const rows = rowsOf({ messages, firstNew: undefined, pending: [], failed: [] });
    expect(rows.map((row) => row.kind === 'message' && row.first)).toEqual([true, false, true]);
  });
});

describe('hasMarkup', () => {
  it.each([
    '**a**',
    'https://example.org',
    'www.example.org',
    'example.org',
    '- one',
    '1. one',
    '> said',
    '`a`',
    'a\n- b',
  ])('%s', (text) => expect(hasMarkup(text)).toBe(true));
  it.each(['Good morning', 'At 14:05, please. Yes', 'مرحبا بالجميع', 'well-known', '3 + 4'])('not: %s', (text) =>
    expect(hasMarkup(text)).toBe(false),
  );
});
