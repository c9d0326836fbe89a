import { expect, it } from 'vitest';
import { captionAt } from './captions/CaptionLine.tsx';
import { languagesIn, nameOfLanguage } from './captions/languages.ts';
import { firstCaptions } from './captions/useCaptions.ts';
import { addCut, keptOf, lengthOf } from './cuts.ts';
import { silencesOf } from './silences.ts';
import { msOf, timeOf } from './times.ts';

const cut = (from: number, to: number) => ({ from, to });

it('joins cuts that touch, and keeps them within the recording', () => {
  const one = addCut([], cut(-500, 2_000), 60_000);
  expect(one).toEqual([cut(0, 2_000)]);
  const two = addCut(one, cut(50_000, 30_000), 60_000);
  expect(two).toEqual([cut(0, 2_000), cut(30_000, 50_000)]);
  expect(addCut(two, cut(1_000, 31_000), 60_000)).toEqual([cut(0, 50_000)]);
  expect(addCut(two, cut(10_000, 10_100), 60_000)).toBe(two);
  expect(keptOf(two, 60_000)).toEqual([cut(2_000, 30_000), cut(50_000, 60_000)]);
  expect(lengthOf(keptOf(two, 60_000))).toBe(38_000);
});

it('finds silences between those who talk, without those of a screen', () => {
  const talks = [
    { at: 5_000, members: ['a'] },
    { at: 8_000, members: [] },
    { at: 9_000, members: ['b'] },
    { at: 12_000, members: [] },
  ];
  const duration = 60_000;
  expect(silencesOf({ duration, talks, others: [] })).toEqual([cut(400, 4_600), cut(12_400, 60_000)]);
  expect(silencesOf({ duration, talks, others: [cut(20_000, 70_000)] })).toEqual([
    cut(400, 4_600),
    cut(12_400, 19_600),
  ]);
  expect(silencesOf({ duration, talks: [], others: [] })).toEqual([]);
});

it('writes and reads times', () => {
  expect([0, 65_900, 3_725_000].map(timeOf)).toEqual(['0:00', '1:05', '1:02:05']);
  expect(['75', '1:15', '1:02:05', '1h2m5s', '90s', '2.5'].map(msOf)).toEqual([
    75_000, 75_000, 3_725_000, 3_725_000, 90_000, 2_500,
  ]);
  expect(['', 'x', '-5', '1:2:3:4', '99999999'].map(msOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('finds the caption of a time, and the captions that a viewer gets first', () => {
  const cues = [
    { from: 500, to: 1_000, text: 'First' },
    { from: 900, to: 2_000, text: 'Second' },
  ];
  expect([400, 700, 950, 2_000].map((at) => captionAt(cues, at))).toEqual([undefined, 'First', 'Second', undefined]);
  const track = (lang: string) => ({ file: '0001.vtt', kind: 'captions' as const, lang, label: lang, bytes: 1 });
  const tracks = ['pt-BR', 'de', 'es-MX'].map(track);
  expect(['de', 'es', 'pt-PT', 'fr'].map((language) => firstCaptions(tracks, language)?.lang)).toEqual([
    'de',
    'es-MX',
    'pt-BR',
    'pt-BR',
  ]);
  expect(firstCaptions([], 'de')).toBeUndefined();
});

it('offers languages by their names', () => {
  expect(languagesIn('de')).toContainEqual({ id: 'es', label: 'Spanisch' });
  expect(['es', 'de', 'pt-BR'].map(nameOfLanguage)).toEqual(['Español', 'Deutsch', 'Português (Brasil)']);
});
