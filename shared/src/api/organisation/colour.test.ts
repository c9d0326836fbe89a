import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { accentOf, contrastOf, leastContrast } from './colour.ts';

it('knows the contrast of colours', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#777777')).toBe(1);
  expect(contrastOf('#767676', '#ffffff')).toBeGreaterThanOrEqual(4.5);
});

it('makes readable text of every colour, on light and on dark pages', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colour, fc.constantFrom('light' as const, 'dark' as const), (chosen, theme) => {
      const { accent, ink, text, soft } = accentOf(chosen, theme);
      const ground = theme === 'light' ? '#ffffff' : '#1d2327';
      for (const [one, other] of [
        [ink, accent],
        [text, ground],
        [text, soft],
      ] as const) {
        expect(contrastOf(one, other)).toBeGreaterThanOrEqual(leastContrast);
      }
    }),
  );
});

it('keeps a colour that can be read as it is', () => {
  expect(accentOf('#0b6b54', 'light').text).toBe('#0b6b54');
});
