import { describe, expect, it } from 'vitest';
import { counted } from '../../../../../test/counted.ts';
import { Failed } from '../failure.ts';
import { documentsIn, preUploadedIn } from './documents.ts';

const read = (xml: string | Buffer) => documentsIn(Buffer.from(xml));
const inModule = (inner: string) => `<modules><module name="presentation">${inner}</module></modules>`;
const usual = { name: '', isCurrent: false, mayBeSaved: false, mayBeRemoved: true };
const textsOf = (xml: string) =>
  read(xml).map((one) => ('base64' in one ? Buffer.concat(one.base64).toString() : one.url));

describe('a body with documents', () => {
  it('names them by address with their wishes, or has them in itself', () => {
    const body = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
      <!-- slides of <today> -->
      <modules>
        <module name="presentation">
          <document url="https://a.test/s.pdf?a=1&amp;b=2" filename='"Plan" &#x41;>.pdf' current="true" downloadable="TRUE" removable="false"/>
          <document name="sample.pdf">AAAA
            BBBB</document>
          <document url = 'https://a.test/b.pdf' name="b.pdf" ></document >
          <document>neither address nor name</document>
        </module>
        <module name="clientSettingsOverride"><![CDATA[{"public":{"a":"<b>&c;"}}]]></module>
        <module name="other"><document url="https://a.test/no.pdf"/></module>
      </modules>
      `;
    const [first, second, third, ...more] = read(body);
    expect(first).toEqual({
      url: 'https://a.test/s.pdf?a=1&b=2',
      name: '"Plan" A>.pdf',
      isCurrent: true,
      mayBeSaved: true,
      mayBeRemoved: false,
    });
    expect(second).toMatchObject({ ...usual, name: 'sample.pdf' });
    expect(third).toEqual({ ...usual, url: 'https://a.test/b.pdf', name: 'b.pdf' });
    expect(more).toEqual([]);
    expect(textsOf(body)[1]?.replaceAll(/\s/g, '')).toBe('AAAABBBB');
  });

  it('may be split by comments and CDATA; elements in a document are left out', () => {
    expect(textsOf(inModule('<document name="a">QU<!-- no -->JD<![CDATA[RA==]]><x>no</x></document>'))).toEqual([
      'QUJDRA==',
    ]);
  });

  it('has names of at most 255 characters', () => {
    expect(read(inModule(`<document url="x" filename="${'n'.repeat(4_000)}"/>`))[0]?.name).toHaveLength(255);
  });

  it('may be missing, or have none', () => {
    expect(documentsIn(undefined)).toEqual([]);
    for (const body of ['<modules/>', '<modules><module name="presentation"/></modules>', '<a>text</a>']) {
      expect(read(body)).toEqual([]);
    }
  });
});

it('preUploadedPresentation is a document, and without an address none', () => {
  const parameters = new Map([
    ['preUploadedPresentation', 'https://a.test/s.pdf'],
    ['preUploadedPresentationName', 'Plan.pdf'],
  ]);
  expect(preUploadedIn(parameters)).toEqual([{ ...usual, url: 'https://a.test/s.pdf', name: 'Plan.pdf' }]);
  expect(preUploadedIn(new Map([['preUploadedPresentationName', 'Plan.pdf']]))).toEqual([]);
});

const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
const hostile: Readonly<Record<string, string | Buffer>> = {
  'a billion laughs': `<!DOCTYPE m [<!ENTITY l0 "ha">${laughs}]><modules>&l9;</modules>`,
  'an entity of a file': '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><modules/>',
  'a document type elsewhere': '<!DOCTYPE m SYSTEM "http://127.0.0.1:1/evil.dtd"><modules/>',
  'a document type after the root': '<modules/><!DOCTYPE m>',
  'a document type in the root': '<modules><!DOCTYPE m></modules>',
  'an element type': '<modules><!ELEMENT m ANY></modules>',
  'an unknown entity': inModule('<document url="&evil;"/>'),
  'an entity without an end': inModule('<document url="a&amp"/>'),
  'a reference to no sign': inModule('<document url="&#0;"/>'),
  'a reference to half a sign': inModule('<document url="&#xD800;"/>'),
  'a reference beyond Unicode': inModule('<document url="&#x110000;"/>'),
  'a control character': inModule('<document url="a\u0001"/>'),
  'an attribute twice': inModule('<document url="a" url="b"/>'),
  'an attribute without quotes': inModule('<document url=a/>'),
  'an attribute with a tag': inModule('<document url="<a>"/>'),
  'a quote without an end': inModule('<document url="a/>'),
  'tags crossed': '<a><b></a></b>',
  'an end without a beginning': '</modules>',
  'an end with attributes': '<a></a b="c">',
  'an end that is empty': '<a></a/>',
  'no end': '<modules><module name="presentation">',
  'two roots': '<modules/><modules/>',
  'text before the root': 'x<modules/>',
  'text after the root': '<modules/>x',
  'CDATA outside': '<![CDATA[x]]><modules/>',
  'CDATA without an end': '<modules><![CDATA[x',
  'a comment without an end': '<modules><!-- x',
  'an instruction': '<modules><?php evil() ?></modules>',
  'an instruction before': '<?xml-stylesheet href="http://127.0.0.1"?><modules/>',
  'another encoding': '<?xml version="1.0" encoding="UTF-7"?><modules/>',
  'UTF-16': Buffer.from('\uFEFF<modules/>', 'utf16le'),
  'no UTF-8': Buffer.from([...Buffer.from('<a b="'), 0xff, 0xfe, ...Buffer.from('"/>')]),
  'nothing but zeros': Buffer.alloc(1_000),
  'no XML': 'no XML',
  nothing: '',
  'a name that is none': '<1a/>',
  depth: `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`,
  'ten thousand documents': inModule('<document url="https://a.test/s.pdf"/>'.repeat(10_000)),
  'ten thousand elements': `<m>${'<a/>'.repeat(10_000)}</m>`,
  'ten thousand comments': `<m>${'<!---->'.repeat(10_000)}</m>`,
  'ten thousand comments before the root': `${'<!---->'.repeat(10_000)}<m/>`,
  'ten thousand empty CDATA sections': inModule(`<document name="a">${'<![CDATA[]]>'.repeat(10_000)}</document>`),
  'ten thousand declarations': `${'<?xml version="1.0"?>'.repeat(10_000)}<m/>`,
  'a tag of a megabyte': inModule(`<document url="${'x'.repeat(1_000_000)}"/>`),
  'a tag of blanks': `<a${' '.repeat(1_000_000)}`,
  'megabytes of "<"': '<'.repeat(4_000_000),
  'megabytes of blanks outside': `<a/>${' '.repeat(4_000_000)}`,
};

it('a hostile body is refused with the key of BigBlueButton', () => {
  let refused = 0;
  for (const [what, body] of Object.entries(hostile)) {
    const found = (() => {
      try {
        return read(body);
      } catch (error) {
        return error;
      }
    })();
    expect(found, what).toBeInstanceOf(Failed);
    expect(found, what).toMatchObject({ key: 'validationError', status: 200 });
    refused += 1;
  }
  counted('X9', refused, 'hostile XML bodies of documents refused');
});

it('sixty megabytes of base64 are one text that is not copied', () => {
  const base64 = Buffer.alloc(60_000_000, 'QUJD');
  const [head, tail] = inModule('<document name="a">|</document>')
    .split('|')
    .map((part) => Buffer.from(part));
  const body = Buffer.concat([head ?? base64, base64, tail ?? base64]);
  const [found] = documentsIn(body);
  const pieces = found && 'base64' in found ? found.base64 : [];
  expect(pieces.map(({ length }) => length)).toEqual([60_000_000]);
  expect(pieces[0]?.buffer).toBe(body.buffer);
});
