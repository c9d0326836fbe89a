import { expect, it } from 'vitest';
import { chatLimits } from './limits.ts';
import { fileNameOf, imageTypeOf } from './fileNames.ts';

it.each([
  ['minutes.pdf', 'minutes.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.doc', 'a.doc'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\r\nSet-Cookie: x', 'aSet-Cookie x'],
  ['..', 'file'],
  ['.htaccess', 'htaccess'],
  ['<b>"x"<b>.png', 'bxb.png'],
  ['', 'file'],
  [undefined, 'file'],
  [['a.png', 'b.png'], 'file'],
  ['Çédille ñ 日本.txt', 'Çédille ñ 日本.txt'],
])('the name %j is shown as %j', (given, shown) => expect(fileNameOf(given)).toBe(shown));

it('cuts a long name and keeps its ending', () => {
  const name = fileNameOf(`${'x'.repeat(500)}.jpeg`);
  expect(name).toHaveLength(chatLimits.fileNameLength);
  expect(name).toMatch(/x\.jpeg$/);
});

it('knows which names promise an image', () => {
  expect(imageTypeOf('a.PNG')).toBe('image/png');
  expect(imageTypeOf('a.svg')).toBeUndefined();
  expect(imageTypeOf('constructor')).toBeUndefined();
});
