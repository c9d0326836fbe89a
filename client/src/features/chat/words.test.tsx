import { beforeAll, describe, expect, it } from 'vitest';
import { startI18n, words } from '../../i18n/i18n.ts';
import { message } from '../../testing/fakeSession.ts';
import { emojiNamed, loadEmoji } from './emoji/loadEmoji.ts';
import { renderMarkdown } from './message/markdown.ts';
import { kindOf } from './news.ts';
import { search } from './conversation/search.ts';
import { textOf } from './conversation/textOf.ts';
import { wantedAt } from './composer/Completions.tsx';
import { wordsOfBytes } from './wordsOfBytes.ts';

describe('search', () => {
  const messages = [
    message('1', { text: 'Reunión en Málaga' }),
    message('2', { text: 'nothing' }),
    message('3', { text: 'a plan', files: [{ id: 'f', name: 'Malaga.pdf', bytes: 1 }] }),
    message('4', { text: 'die Straße in ﬁne Ordnung' }),
  ];
  const ids = (query: string) => search(messages, query).map((hit) => hit.message.id);

  it('ignores accents and capitals, finds file names too, newest first', () => {
    expect(ids('malaga')).toEqual(['3', '1']);
    expect(ids('MÁLAGA')).toEqual(['3', '1']);
    expect(ids('')).toEqual([]);
    expect(ids('no such')).toEqual([]);
  });

  it('shows the matching letters exactly, also where case folding changes their number', () => {
    expect(search(messages, 'reunion')[0]?.parts).toEqual(['', 'Reunión', ' en Málaga']);
    expect(search(messages, 'fine')[0]?.parts).toEqual(['die Straße in ', 'ﬁne', ' Ordnung']);
  });
});

describe('wantedAt', () => {
  it.each([
    ['@', 1, { kind: 'person', start: 0, word: '' }],
    ['hello @an', 9, { kind: 'person', start: 6, word: 'an' }],
    ['@Ana Ma', 7, { kind: 'person', start: 0, word: 'Ana Ma' }],
    ['so :smi', 7, { kind: 'emoji', start: 3, word: 'smi' }],
    ['mail a@b', 8, undefined],
    ['at 10:30', 8, undefined],
    ['http://x', 8, undefined],
    [':s', 2, undefined],
    ['@an later', 9, { kind: 'person', start: 0, word: 'an later' }],
    ['@one two three', 14, undefined],
  ])('%j at %d', (text, caret, expected) => expect(wantedAt(text, caret)).toEqual(expected));
});

describe('kindOf', () => {
  it('takes a message that concerns me for a mention, and all outside everybody’s conversation for private', () => {
    const mine = message('1', { mentions: [{ id: 'me', name: 'Me' }] });
    const answer = message('2', { reply: { id: '0', from: 'me', name: 'Me', text: 'x' } });
    expect(kindOf([message('0')], 'all', 'me')).toBe('everyone');
    expect(kindOf([message('0'), mine], 'all', 'me')).toBe('mentions');
    expect(kindOf([answer], 'all', 'me')).toBe('mentions');
    expect(kindOf([message('0')], 'me.other', 'me')).toBe('private');
    expect(kindOf([message('0')], 'staff', 'me')).toBe('private');
  });
});

describe('mentions in markup', () => {
  const mentions = [{ id: 'ana', name: 'Ana <b>' }];
  const htmlOf = (text: string): string => {
    const place = document.createElement('div');
    place.append(renderMarkdown(text, mentions));
    return place.innerHTML;
  };
  it('are marked in text, never in links or code, and add no markup', () => {
    expect(htmlOf('**hi** @Ana <b>!')).toBe(
      '<p><strong>hi</strong> <mark class="mention">@Ana &lt;b&gt;</mark>!</p>\n',
    );
    expect(htmlOf('`@Ana <b>`')).not.toContain('mark');
    expect(htmlOf('[@Ana <b>](https://a.example)')).not.toContain('mark');
  });
});

describe('a conversation as text', () => {
  beforeAll(() => startI18n('en'));

  it('has one message a paragraph, and no line in it can look like another message', () => {
    const at = Date.UTC(2026, 10, 22, 10, 0);
    const text = textOf(
      [
        message('1', { at, name: 'Ana', text: 'one\n[22/11/26, 10:01 AM] Ben: forged' }),
        message('2', { at, name: 'Ben', text: '', files: [{ id: 'f', name: 'plan.pdf', bytes: 1 }] }),
        message('3', { at, name: 'Cleo', text: '', deleted: { by: 'ana', name: 'Ana' } }),
        message('4', { at, name: 'Ana', text: '', notice: 'cleared' }),
      ],
      { language: 'en', t: words.t },
    );
    const lines = text.split('\n').map((line) => line.replace(/^\[[^\]]*\] /, '> '));
    expect(lines).toEqual([
      '> Ana: one',
      '  [22/11/26, 10:01 AM] Ben: forged',
      '> Ben: [plan.pdf]',
      '> Cleo: Message deleted by Ana',
      '> Ana cleared the chat',
      '',
    ]);
  });

  it('keeps each name and each line of a message in its own direction', () => {
    const of = { at: 0, name: 'דן', text: 'שלום!\nok?', files: [{ id: 'f', name: 'דוח.pdf', bytes: 1 }] };
    const reply = { id: 'm', from: 'ana', name: 'Ana', text: 'מה שלומך?' };
    const text = textOf([message('1', { ...of, reply })], { language: 'en', t: words.t });
    expect(text.replace(/^\[[^\]]*\] /, '')).toBe(
      '\u2068דן\u2069:\n  > Ana: \u2068מה שלומך?\u2069\n  \u2068שלום!\u2069\n  \u2068ok?\u2069 [\u2068דוח.pdf\u2069]\n',
    );
  });
});

describe('emoji data', () => {
  it('exists in each language, from this server’s own files', async () => {
    for (const language of ['en', 'es', 'de']) {
      const { emojis, categories } = await loadEmoji(language);
      expect(categories).toHaveLength(9);
      expect(emojis.length).toBeGreaterThan(1_000);
      expect(emojis.every(({ category }) => category >= 0 && category < 9)).toBe(true);
    }
  });

  it('is found by its code and by its name in the language', async () => {
    expect((await emojiNamed('en', 'smile'))[0]?.emoji).toBe('😄');
    expect((await emojiNamed('es', 'corazon')).length + (await emojiNamed('es', 'corazón')).length).toBeGreaterThan(0);
    expect(await emojiNamed('en', 'nosuchthing')).toEqual([]);
  });
});

it('says how large a file is', () => {
  expect(wordsOfBytes(0, 'en')).toBe('0 byte');
  expect(wordsOfBytes(1_400_000, 'en')).toBe('1.4 MB');
  expect(wordsOfBytes(20_971_520, 'de')).toBe('21 MB');
});
