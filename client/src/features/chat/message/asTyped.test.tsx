import { describe, expect, it } from 'vitest';
import cases from '../../../testing/cases/chat-shown-as-typed.json';
import { renderMarkdown } from './markdown.ts';

function placeOf(text: string): HTMLElement {
  const place = document.createElement('div');
  place.append(renderMarkdown(text));
  return place;
}

/** Returns the shown text: lines end at line breaks and at the ends of paragraphs and items. */
function shown(text: string): string {
  const place = placeOf(text);
  for (const node of place.querySelectorAll('br')) node.replaceWith('¶');
  for (const node of place.querySelectorAll('p, li')) node.append('¶');
  return (place.textContent ?? '').replaceAll('\n', '').replace(/¶+/g, '\n').replace(/\n$/, '');
}

describe('a message is shown as typed', () => {
  it.each(cases.cases)('$typed', ({ typed, mustShow }) => {
    for (const part of mustShow) expect(shown(typed)).toContain(part);
    expect(shown(typed)).toBe(typed);
    expect(placeOf(typed).querySelector('em, strong, s, code, ul')).toBeNull();
  });

  it.each([
    'f(*args, **kwargs) und g(*args, **kwargs)',
    '**/*.ts und src/**/*.tsx',
    'Kolleg*in, Liebe*r, Bürger*innen* und *divers',
    '__init__ und __main__.py',
    '__init__',
    'del C:\\temp\\*',
    '\\\\server\\share\\*',
    'eins\\\nzwei',
    '¯\\_(ツ)_/¯',
    '¯_(ツ)_/¯',
    'a~~b~~c und ~~/bin',
    'sh** happens, f**k, **** und ______',
    '5` und 6` lang',
    'x`y`z und `a\nb`',
    '` `',
    '```\n```',
    '~~~ bald ~~~\nmehr',
    '```\nohne Ende',
    '&copy; &lt;b&gt; AT&amp;T &#42;',
    '> 5 Grad',
    '>5 Grad',
    '>_<',
    '>',
    '>>> print(1)\n>>> print(2)',
    '- 5 Grad\n- 7 Grad',
    '* Preis ohne Steuer\n* netto',
    '05. Mai\n06. Mai',
    'Ergebnis:\n- 5 Grad\nalso kalt',
    '- 5 Grad\n+ 7 Grad',
    '1. a\n1. b\n1. c',
    '10) zehn\n9) neun\n8) acht',
    '-\n-',
    '[](https://a.example)',
    '[ ](https://a.example)',
    '[x](https://a.example "Titel")',
    '[1](2)',
    '<https://a.example/%20_x_>',
    'https://xn--mnchen-3ya.example/a%20b',
    '長*幅*高',
    'Name: ____ Datum: ____',
    'a  *  b  *  c',
    'x   y [z]',
    '**',
    '2*3*4*5, x*y*z',
    '5 * 3 * 2',
    'a_b_c __x__y',
    '1\\. Mai',
  ])('%j', (typed) => expect(shown(typed)).toBe(typed));

  it.each([
    ['**wichtig**, *schön*: ~~nein~~ (*ja*) „*gut*“!', 'wichtig, schön: nein (ja) „gut“!'],
    ['***beides*** _kursiv_ **_so_** *Freund*innen*', 'beides kursiv so Freund*innen'],
    ['这是**重要**的。*好*，', '这是重要的。好，'],
    ['**Achtung:** heute', 'Achtung: heute'],
    ['`a * b` und ``c`d``', 'a * b und c`d'],
    ['[*Plan*](https://a.example/x_(y)_z)', 'Plan'],
    [
      '\\*kein fett\\* und \\`kein Code\\` und \\[x](https://a.example)',
      '*kein fett* und `kein Code` und [x](https://a.example)',
    ],
    ['\\> kein Zitat', '> kein Zitat'],
    ['\\**kein\\** \\_so\\_ \\~~so\\~~', '**kein** _so_ ~~so~~'],
  ])('but %j is markup', (typed, expected) => expect(shown(typed)).toBe(expected));

  it('a list is a list, with the numbers that were typed', () => {
    expect(placeOf('2. Oktober\n5. Oktober').innerHTML.replaceAll('\n', '')).toBe(
      '<ol><li>2. Oktober</li><li>5. Oktober</li></ol>',
    );
    expect(placeOf('- a\n  - b\n- c').querySelectorAll('ul ul li')).toHaveLength(1);
    expect(placeOf('- a\n  more\n- c').querySelectorAll('li')).toHaveLength(2);
  });

  it('a quote ends with its last line', () => {
    expect(placeOf('> Kommst du?\nJa').querySelector('blockquote')?.textContent?.trim()).toBe('Kommst du?');
    expect(shown('> Kommst du?\nJa')).toBe('Kommst du?\nJa');
    expect(placeOf('> 5 Leute\n> kamen').querySelector('blockquote')).not.toBeNull();
  });

  it('a block of code keeps its lines', () => {
    expect(placeOf('```ts\na *= b;\n\n  c\n```').querySelector('pre code')?.textContent).toBe('a *= b;\n\n  c\n');
  });

  it('a hostile message is drawn in little work', () => {
    for (const piece of [
      '*a ',
      '\\*a ',
      '`a ',
      '- a\n+ b\n',
      '> a\n',
      '- ',
      '[a](',
      '[a](https://a',
      '_*~~',
      '(',
      '\\[a',
    ])
      expect(placeOf(piece.repeat(5_000 / piece.length)).childNodes.length).toBeGreaterThan(0);
  });
});
