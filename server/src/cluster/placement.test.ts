import { describe, expect, it } from 'vitest';
import { depth } from '../../test/long.ts';
import { Hints } from './Hints.ts';
import { chooseNode } from './placement.ts';

interface Morning {
  readonly nodes: number;
  /** When each class begins, in seconds from nine; it is asked for at a random node. */
  readonly classes: readonly number[];
  readonly seed: number;
}

const people = 25;
/** The people of a class come within this time. */
const comingSeconds = 60;
const lastSecond = 120;

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/** The classes that each node gets when all nodes tell their people once a second, and choose by what they heard. */
function placed({ nodes, classes, seed }: Morning): number[] {
  const random = seeded(seed);
  let now = 0;
  const names = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const views = names.map(() => new Hints(() => now));
  const began: { readonly node: string; readonly at: number }[] = [];
  const here = (node: string, second: number) =>
    began.reduce((sum, one) => {
      const came = Math.min(1, (second - one.at) / comingSeconds);
      return one.node === node ? sum + Math.floor(people * came) : sum;
    }, 0);
  for (let second = 0; second <= lastSecond; second += 1) {
    now = second * 1_000;
    for (const node of names) {
      const place = { node, roomUrl: '', mediaUrl: '' };
      const hint = { place, rooms: 0, people: here(node, second), cordoned: false, stores: true };
      for (const view of views) view.hear(hint);
    }
    for (const at of classes) {
      if (at !== second) continue;
      const view = views[Math.floor(random() * nodes)] ?? expect.fail();
      const { node } = chooseNode(view.candidates, random) ?? expect.fail();
      view.place(node, people);
      began.push({ node, at: second });
    }
  }
  return names.map((name) => began.filter(({ node }) => node === name).length);
}

describe('forty classes that begin at nine', () => {
  const mornings = depth(200, 5_000);

  it.each([2, 3, 5, 10].flatMap((nodes) => [[nodes, 'at once'] as const, [nodes, 'within a minute'] as const]))(
    'over %i nodes and %s: the fullest one has at most four more than its share, on 95 mornings of 100',
    (nodes, how) => {
      const random = seeded(nodes);
      let fuller = 0;
      for (let seed = 1; seed <= mornings; seed += 1) {
        const classes = Array.from({ length: 40 }, () => (how === 'at once' ? 0 : Math.floor(random() * 61)));
        const counts = placed({ nodes, classes, seed: seed * 7_919 });
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
        if (Math.max(...counts) > 40 / nodes + 4) fuller += 1;
      }
      expect(fuller / mornings).toBeLessThan(0.05);
    },
  );

  it('a node that is cordoned, silent or cut off from the database gets none', () => {
    let now = 0;
    const hints = new Hints(() => now);
    const tell = (node: string, more: { readonly cordoned?: boolean; readonly stores?: boolean } = {}) => {
      const place = { node, roomUrl: '', mediaUrl: '' };
      hints.hear({ place, rooms: 0, people: 0, cordoned: false, stores: true, ...more });
    };
    tell('silent');
    now = 5_000;
    tell('cordoned', { cordoned: true });
    tell('cut off', { stores: false });
    tell('fine');
    expect(hints.candidates.map(({ node }) => node)).toEqual(['fine']);
  });

  it('a lesson for two hundred counts as such before its people are there', () => {
    const hints = new Hints(() => 0);
    for (const node of ['a', 'b']) {
      hints.hear({ place: { node, roomUrl: '', mediaUrl: '' }, rooms: 0, people: 10, cordoned: false, stores: true });
    }
    hints.place('a', 200);
    expect(chooseNode(hints.candidates, () => 0)?.node).toBe('b');
  });
});
