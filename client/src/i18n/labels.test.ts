import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

/** Labels that are not words of a language file: a literal of letters, or an id. */
const foreign = /['"]?aria-(?:label|description)['"]?\s*[=:]\s*(?:["'][^"']*\p{L}|\{?\s*[\w.]*\bid\b)/u;

it('reads out no id and no words of the code', () => {
  const own = Object.entries(sources).filter(([path]) => !path.endsWith('.test.tsx'));
  expect(own.length).toBeGreaterThan(100);
  expect(own.flatMap(([path, source]) => (foreign.test(source) ? [path] : []))).toEqual([]);
  // The label that sections of menus once had.
  expect(foreign.test("{...(group.title ? {} : { 'aria-label': group.id })}")).toBe(true);
});
