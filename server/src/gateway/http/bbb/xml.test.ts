import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { xmlOf } from './xml.ts';

it('keeps the order, writes empty nodes, and escapes', () => {
  expect(
    xmlOf([
      'response',
      [
        ['returncode', 'SUCCESS'],
        ['metadata', []],
        ['empty', ''],
        ['count', 0],
        ['running', false],
        ['name', `<b>&"'</b>`],
        ['text', { cdata: 'a]]>b' }],
        ['error', '', { key: 'x', message: '"' }],
      ],
    ]),
  ).toBe(
    '<response><returncode>SUCCESS</returncode><metadata/><empty/><count>0</count><running>false</running>' +
      '<name>&lt;b&gt;&amp;&quot;&apos;&lt;/b&gt;</name><text><![CDATA[a]]]]><![CDATA[>b]]></text>' +
      '<error key="x" message="&quot;"/></response>',
  );
});

it('no control character or half surrogate leaves, and what leaves is XML', () => {
  const bad = String.fromCharCode(...Array.from({ length: 32 }, (_, code) => code), 0xd800, 0x61, 0xdc00, 0xffff);
  for (const content of [bad, { cdata: bad }]) {
    const text = xmlOf(['a', content]);
    expect(XMLValidator.validate(text)).toBe(true);
    // oxlint-disable-next-line no-control-regex -- these must not leave
    expect(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFF]/.test(text)).toBe(false);
  }
  const read = new XMLParser().parse(xmlOf(['a', '👋 ']));
  expect(read).toEqual({ a: '👋' });
});

it('a name that no node may have is an error of ours', () => {
  for (const name of ['', 'a b', '1a', 'a>', 'xmlns']) expect(() => xmlOf([name, ''])).toThrow();
});
