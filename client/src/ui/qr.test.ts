import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { qrOf } from './qr.ts';

const picture = (text: string) =>
  (qrOf(text) ?? []).map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n');

// Each square below was read by another program (jsQR 1.4.0) when it was written down.
describe('a QR code', () => {
  it('has three corners, timing lines and the text', () => {
    expect(picture('Plenum').split('\n').slice(0, 9)).toEqual([
      '#######..#..#.#######',
      '#.....#....##.#.....#',
      '#.###.#.###...#.###.#',
      '#.###.#.##..#.#.###.#',
      '#.###.#.#..##.#.###.#',
      '#.....#.##..#.#.....#',
      '#######.#.#.#.#######',
      '........#####........',
      '#.#####..##.#.#####..',
    ]);
  });

  it.each([
    [14, '87bae8216938'],
    [26, '4da660857725'],
    [42, '25a2fb04f7f2'],
    [62, 'e5dddf8f80ca'],
    [84, '58570b2e1f9f'],
    [106, '0b3f3e593884'],
    [122, 'cca45b0d68d2'],
    [152, '2c08963c3d77'],
    [180, 'da2d371b971d'],
    [213, '5b61c982b56d'],
  ])('of the longest text of each version is as it was read: %d bytes', (length, digest) => {
    expect(
      createHash('sha256')
        .update(picture('x'.repeat(length)))
        .digest('hex')
        .slice(0, 12),
    ).toBe(digest);
  });

  it('is not made of a longer text', () => expect(qrOf('x'.repeat(214))).toBeUndefined());
});
