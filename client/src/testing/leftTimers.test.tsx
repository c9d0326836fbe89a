import { cleanup, render, renderHook } from '@testing-library/react';
import { useEffect } from 'react';
import { expect, it } from 'vitest';
import { useNow } from '../ui/useNow.ts';
import { LeftTimers, leftTimers } from './leftTimers.ts';

const scope = { setTimeout, clearTimeout, setInterval, clearInterval, requestAnimationFrame, cancelAnimationFrame };
const here = new LeftTimers(scope, (file) => file.endsWith('leftTimers.test.tsx'));
const thisFile = /^client\/src\/testing\/leftTimers\.test\.tsx:\d+$/;

function Restless({ tidy }: { readonly tidy: boolean }) {
  useEffect(() => {
    const frame = scope.requestAnimationFrame(() => {});
    const interval = scope.setInterval(() => {}, 60_000);
    return () => {
      if (!tidy) return;
      scope.cancelAnimationFrame(frame);
      scope.clearInterval(interval);
    };
  });
  return null;
}

it('names file and line of what a component leaves behind', () => {
  render(<Restless tidy={false} />);
  cleanup();
  const left = here.take().toSorted();
  expect(left.map((line) => line.split(' of '))).toEqual([
    ['animation frame', expect.stringMatching(thisFile)],
    ['interval', expect.stringMatching(thisFile)],
  ]);
});

it('says nothing of what a component clears, and of what has come', async () => {
  render(<Restless tidy />);
  cleanup();
  await new Promise<void>((done) => scope.setTimeout(done, 0));
  expect(here.take()).toEqual([]);
});

it('watches the code of the client in every test', () => {
  renderHook(() => useNow(60_000));
  expect(leftTimers.take()).toEqual([expect.stringMatching(/^interval of client\/src\/ui\/useNow\.ts:\d+$/)]);
});
