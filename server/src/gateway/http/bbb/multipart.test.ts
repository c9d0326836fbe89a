import { expect, it } from 'vitest';
import { partOf } from './multipart.ts';

const type = 'multipart/form-data; boundary=x';
const part = (headers: string, body: string) => `--x\r\n${headers}\r\n\r\n${body}\r\n`;
const file = part(
  'Content-Disposition: form-data; name="file"; filename="a.srt"\r\nContent-Type: text/plain',
  'a\r\nb',
);
const read = (body: string, by = type, name = 'file') => partOf(Buffer.from(body), by, name)?.toString();

it('finds the bytes of a part among others, with any boundary', () => {
  const other = part('Content-Disposition: form-data; name=other', 'x');
  expect(read(`${other}${file}--x--\r\n`)).toBe('a\r\nb');
  expect(read(`words before\r\n${file}--x--`)).toBe('a\r\nb');
  expect(read(`${other}--x--\r\n`)).toBe('');
  expect(read(`${other}--x--\r\n`, 'Multipart/Form-Data; charset=utf-8; boundary="x"', 'other')).toBe('x');
});

it('takes the name of a part, never that of its file, and finds what a form writes', async () => {
  expect(read(`${part('Content-Disposition: form-data; filename="file"; name="x"', 'no')}--x--`)).toBe('');
  const form = new FormData();
  form.set('a', 'b');
  form.set('file', new Blob(['words']), 'name="other".srt');
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const body = Buffer.from(await request.arrayBuffer());
  expect(partOf(body, request.headers.get('content-type') ?? '', 'file')?.toString()).toBe('words');
});

it.each([
  ['no form', 'x', 'text/plain'],
  ['no boundary', `${file}--x--`, 'multipart/form-data'],
  ['another boundary', `${file}--x--`, 'multipart/form-data; boundary=y'],
  ['no end', file.slice(0, -2), type],
  ['headers without an end', '--x\r\nContent-Disposition: form-data; name="file"\r\n--x--', type],
  ['headers that are too long', `${part(`X: ${'y'.repeat(9_000)}`, 'z')}--x--`, type],
  ['too many parts', `${part('A: b', 'c').repeat(101)}${file}--x--`, type],
])('refuses %s', (_what, body, by) => {
  expect(read(body, by)).toBeUndefined();
});
