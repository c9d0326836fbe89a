import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { StrokePart } from '@plenum/shared/features/whiteboard/contract';
import { emptyPage, withShapes } from '@plenum/shared/features/whiteboard/pages';
import { packPoints, readPoints } from '@plenum/shared/features/whiteboard/points';
import { expect, it, vi } from 'vitest';
import { fakeSession } from '../../../testing/fakeSession.ts';
import { RemoteStrokes } from './RemoteStrokes.ts';

type Part = StrokePart & { readonly by: string };

function watching() {
  let hear: (parts: readonly Part[]) => void = () => {};
  const session = fakeSession();
  session.onVolatile = (contract, event, listener) => {
    if (contract.name === whiteboard.name && event === 'stroked') hear = listener as typeof hear;
    return () => {};
  };
  const strokes = new RemoteStrokes(session, vi.fn<() => void>());
  strokes.turnTo('deck.1');
  return { strokes, hear: (...parts: readonly Part[]) => hear(parts) };
}

function part(from: number, points: readonly (readonly [number, number])[], more: Partial<Part> = {}): Part {
  const packed = points.length > 0 ? packPoints(points.map(([x, y]) => ({ x, y }))) : '';
  const look = { kind: 'pen', colour: 'red', width: 4 } as const;
  return { page: 'deck.1', id: 'stroke-01', by: 'ben', ...look, from, points: packed, ...more };
}

it('puts the parts of a stroke together', () => {
  const { strokes, hear } = watching();
  hear(part(0, [[100, 50]]));
  hear(part(1, [[110, 60]]), part(1, [[5, 5]], { id: 'stroke-02' }));
  const [first, second] = strokes.under(emptyPage);
  expect(first).toMatchObject({ id: 'stroke-01', by: 'ben', x: 100, y: 50, w: 10, h: 10 });
  expect(first && 'points' in first && readPoints(first.points)).toEqual([
    { x: 0, y: 0 },
    { x: 10, y: 10 },
  ]);
  expect(second).toMatchObject({ id: 'stroke-02', x: 5, y: 5 });
  expect(strokes.under(emptyPage)[0]).toBe(first);
  strokes.close();
});

it('ends when the shape is there, when it is given up, and when another page is turned to', () => {
  const { strokes, hear } = watching();
  hear(part(0, [[1, 1]]));
  const [shape] = strokes.under(emptyPage);
  expect(strokes.under(withShapes(emptyPage, shape ? [shape] : []))).toEqual([]);
  hear(part(0, [[1, 1]]), part(1, []));
  expect(strokes.under(emptyPage)).toEqual([]);
  hear(part(0, [[1, 1]]));
  strokes.turnTo('deck.2');
  expect(strokes.under(emptyPage)).toEqual([]);
  strokes.close();
});

it('shows nothing of other pages, of mine, or that cannot be read', () => {
  const { strokes, hear } = watching();
  hear(part(0, [[1, 1]], { page: 'deck.2' }), part(0, [[1, 1]], { by: 'me' }), part(0, [[1, 1]], { points: 'sg' }));
  expect(strokes.under(emptyPage)).toEqual([]);
  strokes.close();
});
