import { expect, it } from 'vitest';
import { breakout } from '../features/breakout/contract.ts';
import { ChatText } from '../features/chat/contract.ts';
import { fileNameOf } from '../features/chat/fileNames.ts';
import { poll } from '../features/poll/contract.ts';
import { Change } from '../features/whiteboard/shapes.ts';
import office from '../testing/cases/chat-pasted-from-office.json' with { type: 'json' };
import unseen from '../testing/cases/invisible.json' with { type: 'json' };
import { DisplayName, RoomTitle, sentence } from './text.ts';
import { asLine, asLines, withoutHiddenEdges } from './typed.ts';

const linesOf = ['first line\nsecond line', 'cooperative', 'total 12'];
const lineOf = ['first line second line', 'cooperative', 'total 12'];

it.each(office.cases.map(({ from, typed }, index) => ({ from, typed, lines: linesOf[index], line: lineOf[index] })))(
  'words from $from are taken',
  ({ typed, lines, line }) => {
    expect(ChatText.parse(typed)).toBe(lines);
    expect(Change.parse({ text: typed, alt: typed })).toEqual({ text: lines, alt: lines });
    expect([RoomTitle.parse(typed), DisplayName.parse(typed), sentence(100).parse(typed)]).toEqual([line, line, line]);
    const setup = { question: typed, choice: { kind: 'custom', options: [typed, 'No'] }, secret: false };
    expect(poll.commands.open.input.parse({ setup })).toEqual({
      setup: { question: line, choice: { kind: 'custom', options: [line, 'No'] }, secret: false },
    });
    expect(breakout.commands.say.input.parse({ text: typed })).toEqual({ text: line });
    expect(fileNameOf(`${typed}.pdf`)).toBe(`${line}.pdf`);
  },
);

it.each(unseen.cases)('%j is nothing: as a name, a room title and a message', (typed) => {
  for (const schema of [DisplayName, RoomTitle, sentence(100), ChatText]) {
    expect(schema.safeParse(typed).success).toBe(false);
    expect(schema.safeParse(` ${typed}\n${typed} `).success).toBe(false);
  }
  for (const written of [`${typed}Anna`, `Anna${typed}`, `${typed} Anna \n${typed}`]) {
    for (const schema of [DisplayName, RoomTitle, sentence(100), ChatText]) expect(schema.parse(written)).toBe('Anna');
  }
  expect(fileNameOf(`${typed}Anna${typed}.pdf`)).toBe('Anna.pdf');
});

it('a name with a sign that cannot be seen is the name without it', () => {
  expect(DisplayName.parse(unseen.lookAlike.is)).toBe(unseen.lookAlike.like);
  expect(DisplayName.parse('\u202aAnna\u202c')).toBe('Anna');
  expect(DisplayName.parse('\u200fשרה\u200e')).toBe('שרה');
  expect(DisplayName.parse('co\u00adop')).toBe('coop');
});

it('what a script or an emoji needs stays', () => {
  for (const text of ['نیم\u200cفاصله', '👩🏽\u200d🌾', '❤\ufe0f', '🏴\u{e0067}\u{e0062}\u{e007f}']) {
    expect([asLine(`${text}\u200b`), withoutHiddenEdges(`\u2800\n${text}\u200b\n`)]).toEqual([text, text]);
  }
  expect(withoutHiddenEdges('  x = 1;\n')).toBe('  x = 1;\n');
});

it('every kind of line break is one, and a hyphen stays', () => {
  expect(asLines('a\r\nb\rc\u000bd\u000ce\u0085f\u2028g\u2029h\ti')).toBe('a\nb\nc\nd\ne\nf\ng\nh\ti');
  expect(asLine('a \r\n\t b\u2028c')).toBe('a b c');
  expect(asLines('E\u001eMail\u0007\u0092')).toBe('E-Mail');
});
