import { expect, it } from 'vitest';
import { noHtml, ownScript } from './scripts.ts';

it.each(['/assets/pdf.worker-1a2b.mjs', `${location.origin}/assets/frames.js`])(
  'a file of our build is a script: %s',
  (own) => {
    expect(ownScript(own)).toBe(own);
  },
);

it.each([
  'https://evil.example/assets/x.js',
  '//evil.example/assets/x.js',
  '/api/rooms/r/files/f',
  '/assets/../api/rooms/r/files/f',
  '/assets/%2e%2e/api/x',
  'data:text/javascript,alert(1)',
  'blob:http://localhost/1',
  'javascript:alert(1)',
])('nothing else is: %s', (other) => {
  expect(() => ownScript(other)).toThrow(TypeError);
});

it('an element can be emptied, and no text becomes HTML', () => {
  expect(noHtml('')).toBe('');
  expect(() => noHtml('<b>')).toThrow(TypeError);
  expect(() => noHtml(' ')).toThrow(TypeError);
});
