import { expect, it } from 'vitest';
import { flat, type Words } from './Words.ts';

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

const files = import.meta.glob<Words>(['./*.json', '../**/words/*.json'], { import: 'default', eager: true });

/** The labels of single things (`removeThis`) that lack what their button says (`remove`). */
function unlike(words: Words): string[] {
  const texts = new Map(flat(words));
  return [...texts].flatMap(([key, label]) => {
    const said = key.endsWith('This') ? texts.get(key.slice(0, -'This'.length)) : undefined;
    return said === undefined || label.toLowerCase().includes(said.toLowerCase()) ? [] : [key];
  });
}

it('a label has the words of its button, so that people can say what they see', () => {
  expect(Object.keys(files).length).toBeGreaterThan(50);
  expect(Object.entries(files).flatMap(([path, words]) => unlike(words).map((key) => `${path} ${key}`))).toEqual([]);
  expect(unlike({ end: 'Sitzung beenden', endThis: 'Sitzung {{title}} beenden' })).toEqual(['endThis']);
});
