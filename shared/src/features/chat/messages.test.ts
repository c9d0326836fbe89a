import { describe, expect, it } from 'vitest';
import { chatLimits } from './limits.ts';
import type { ChatMessage } from './contract.ts';
import { mentionsIn, piecesOf } from './mentions.ts';
import { deleteIn, editIn, excerpt, reactIn } from './messages.ts';
import { otherEnd, talkOf } from './channels.ts';

const message = (id: string, part: Partial<ChatMessage> = {}): ChatMessage => {
  return { id, from: 'ana', name: 'Ana', text: `text ${id}`, at: 1, ...part };
};

describe('a talk', () => {
  it('has one id in either order, and no other members', () => {
    expect(talkOf('b', 'a')).toBe(talkOf('a', 'b'));
    expect(otherEnd(talkOf('a', 'b'), 'a')).toBe('b');
    expect(otherEnd(talkOf('a', 'b'), 'b')).toBe('a');
    expect(otherEnd(talkOf('a', 'b'), 'c')).toBeUndefined();
    expect(otherEnd('all', 'all')).toBeUndefined();
    expect(otherEnd('staff', 'a')).toBeUndefined();
  });
});

describe('mentions', () => {
  const people = [
    { id: '1', name: 'Ana' },
    { id: '2', name: 'Ana María' },
    { id: '3', name: 'Ana' },
  ];
  it('take the longest name, whole words only, and all people with that name', () => {
    expect(mentionsIn('@Ana María!', people).map(({ id }) => id)).toEqual(['2']);
    expect(mentionsIn('(@Ana)', people).map(({ id }) => id)).toEqual(['1', '3']);
    expect(mentionsIn('@Anabel, x@Ana, @ana', people)).toEqual([]);
  });

  it('split the text and lose nothing of it', () => {
    const text = 'a @Ana @Ana María b@Ana @@Ana';
    const pieces = piecesOf(text, people);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter(({ mention }) => mention).map((piece) => piece.text)).toEqual(['@Ana', '@Ana María', '@Ana']);
  });

  it('are found among similar names of punctuation, at the end of a text and before other characters', () => {
    const alike = Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, name: `${'@'.repeat(n)}${n}` }));
    expect(mentionsIn('@@@@@@@@@@@@@@@@@@@@19, @@1', alike).map(({ id }) => id)).toEqual(['1', '19']);
    expect(mentionsIn(`${'@'.repeat(5_000)}19`, alike).map(({ id }) => id)).toEqual(['19']);
    expect(mentionsIn('@0😀 @@1𝒜', alike).map(({ id }) => id)).toEqual(['0']);
  });

  it('have a bound, also where a text names everybody', () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ id: `${n}`, name: `P${n}x` }));
    expect(mentionsIn(many.map(({ name }) => `@${name}`).join(' '), many)).toHaveLength(chatLimits.mentions);
  });
});

describe('excerpt', () => {
  it('is one short line that never ends in half a character', () => {
    expect(excerpt(' a\n\n b\tc ')).toBe('a b c');
    const long = excerpt('😀'.repeat(200));
    expect(long.length).toBeLessThanOrEqual(chatLimits.quoteLength);
    expect(long.isWellFormed()).toBe(true);
    expect(long).toMatch(/😀…$/u);
  });
});

describe('changes of messages', () => {
  const all = [
    message('1', { mentions: [{ id: 'b', name: 'B' }] }),
    message('2', { reply: { id: '1', from: 'ana', name: 'Ana', text: 'old' } }),
  ];

  it('change neither the other messages nor the old list', () => {
    const before = JSON.stringify(all);
    const changed = [
      editIn(all, '1', { text: 'new', editedAt: 2 }),
      deleteIn(all, '9', { by: 'x', name: 'X' }),
      reactIn(all, '1', { member: 'b', emoji: '👍', on: true }),
    ];
    expect(JSON.stringify(all)).toBe(before);
    for (const messages of changed) expect(messages[1]).toBe(all[1]);
    expect(changed[0]?.[0]).toEqual({ ...message('1'), text: 'new', editedAt: 2 });
  });

  it('take a deleted text out of its replies', () => {
    const [stub, reply] = deleteIn(all, '1', { by: 'x', name: 'X' });
    expect(JSON.stringify([stub, reply])).not.toMatch(/text 1|old/);
    expect(reply?.text).toBe('text 2');
  });
});
