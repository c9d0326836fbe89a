import { fireEvent, render, screen } from '@testing-library/react';
import type { View } from '@plenum/shared/features/slides/contract';
import { useRef, useState } from 'react';
import { expect, it } from 'vitest';
import { usePage } from '../../../testing/onPage.tsx';
import type { Looking } from './useLook.ts';
import { useGestures } from './useGestures.ts';

usePage();

const page = { id: 'deck.1', width: 1920, height: 1080 };
const stage = { width: 960, height: 540 };
const half: View = { x: 480, y: 270, width: 960, height: 540 };

/** A stage with one pixel for each page unit, and a layer over the page. */
function Stage({ seen }: { readonly seen: (view: View) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(half);
  const looking = { page, view, look: setView } as unknown as Looking;
  useGestures(place, looking, stage);
  seen(view);
  return (
    <div ref={place} data-testid="stage">
      <div data-testid="layer" />
    </div>
  );
}

function scene(greedy = false) {
  let view = half;
  render(<Stage seen={(now) => (view = now)} />);
  const layer = screen.getByTestId('layer');
  // React listens at the root, so the layer itself must stop its events.
  if (greedy) layer.addEventListener('pointerdown', (event) => event.stopPropagation());
  const send = (kind: 'pointerDown' | 'pointerMove' | 'pointerUp', pointerId: number, x: number, y: number) =>
    fireEvent[kind](layer, { pointerId, clientX: x, clientY: y, bubbles: true });
  return { layer, send, now: () => view };
}

it('a drag moves what is zoomed, as far as the hand does', () => {
  const { send, now } = scene();
  send('pointerDown', 1, 500, 300);
  send('pointerMove', 1, 400, 250);
  expect(now()).toEqual({ ...half, x: 580, y: 320 });
  send('pointerUp', 1, 400, 250);
  send('pointerMove', 1, 100, 100);
  expect(now()).toEqual({ ...half, x: 580, y: 320 });
});

it('what a layer takes for itself moves nothing, but two fingers zoom all the same', () => {
  const { send, now } = scene(true);
  send('pointerDown', 1, 400, 270);
  send('pointerMove', 1, 450, 270);
  expect(now()).toEqual(half);
  send('pointerDown', 2, 510, 270);
  send('pointerMove', 1, 420, 270);
  expect(now().width).toBeLessThan(half.width);
  send('pointerUp', 2, 510, 270);
  const rested = now();
  send('pointerMove', 1, 100, 270);
  expect(now()).toEqual(rested);
});

it('the wheel moves, and zooms with the control key', () => {
  const { layer, now } = scene();
  fireEvent.wheel(layer, { deltaX: 0, deltaY: 100 });
  expect(now().y).toBe(370);
  fireEvent.wheel(layer, { deltaY: -100, ctrlKey: true, clientX: 480, clientY: 270 });
  expect(now().width).toBeLessThan(half.width);
});
