import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import { type NodeState, placeMember } from './placement.ts';

interface Case extends Partial<NodeState> {
  readonly node: string;
  readonly isHere?: boolean;
}

const calm: NodeState = { streams: 0, capacity: 100, shed: 0, draining: false };
const place = (cases: readonly Case[], region?: string): string | undefined =>
  placeMember(
    cases.map(({ node, isHere = false, ...state }) => ({ node, isHere, state: { ...calm, ...state } })),
    region,
  );

describe('placeMember', () => {
  it('names no node when there is none', () => expect(place([])).toBeUndefined());

  it('keeps a room on its node while that has time', () => {
    expect(place([{ node: 'a', streams: 99, isHere: true }, { node: 'b' }])).toBe('a');
  });

  it('widens a room to the least loaded node when its own is full or gives up pictures', () => {
    const others = [
      { node: 'b', streams: 60 },
      { node: 'c', streams: 50 },
    ];
    expect(place([{ node: 'a', streams: 100, isHere: true }, ...others])).toBe('c');
    expect(place([{ node: 'a', shed: 1, isHere: true }, ...others])).toBe('c');
  });

  it('compares shares of capacity, not streams', () => {
    expect(
      place([
        { node: 'small', streams: 20, capacity: 40 },
        { node: 'large', streams: 100, capacity: 400 },
      ]),
    ).toBe('large');
  });

  it('adds no node to a room when all are full', () => {
    expect(
      place([
        { node: 'a', streams: 180, isHere: true },
        { node: 'b', streams: 110 },
      ]),
    ).toBe('a');
  });

  it('prefers the region of the member, even full, but not one without pictures', () => {
    const near: Case = { node: 'near', region: 'north' };
    const far: Case = { node: 'far', region: 'south', isHere: true };
    expect(place([far, near], 'north')).toBe('near');
    expect(place([far, { ...near, streams: 100 }], 'north')).toBe('near');
    expect(place([far, { ...near, shed: 5 }], 'north')).toBe('far');
    expect(place([far, near], 'west')).toBe('far');
    expect(place([far, near])).toBe('far');
  });

  it('sends nobody to a draining node while there is another', () => {
    expect(
      place([
        { node: 'a', draining: true, isHere: true },
        { node: 'b', streams: 300 },
      ]),
    ).toBe('b');
    expect(place([{ node: 'a', draining: true }])).toBe('a');
  });

  it('spreads forty rooms that begin at once evenly over four nodes', () => {
    const streams = [0, 0, 0, 0];
    for (let room = 0; room < 40; room += 1) {
      const node = place(streams.map((of, index) => ({ node: String(index), streams: of })));
      streams[Number(node)] = (streams[Number(node)] ?? 0) + 10;
    }
    expect(streams).toEqual([100, 100, 100, 100]);
  });

  it('names one of the nodes, whatever they say and in whatever order they come', () => {
    const cases = fc.uniqueArray(
      fc.record({
        node: fc.string({ minLength: 1 }),
        streams: fc.nat(500),
        capacity: fc.nat(200),
        shed: fc.constantFrom<ShedLevel>(0, 1, 3, 5, 7),
        draining: fc.boolean(),
        isHere: fc.boolean(),
        region: fc.option(fc.constantFrom('north', 'south'), { nil: undefined }),
      }),
      { minLength: 1, selector: ({ node }) => node },
    );
    fc.assert(
      fc.property(cases, fc.constantFrom('north', undefined), (all, region) => {
        const chosen = all.find(({ node }) => node === place(all, region));
        expect(chosen).toBeDefined();
        if (all.some(({ draining }) => !draining)) expect(chosen?.draining).toBe(false);
      }),
    );
  });
});
