import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useStill } from './useStill.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('says that a picture stands still when no frame came between two looks, and that it goes on', () => {
  let frames = 0;
  const element = document.createElement('video');
  Object.defineProperty(element, 'readyState', { value: 4 });
  element.getVideoPlaybackQuality = () => ({ totalVideoFrames: frames }) as VideoPlaybackQuality;
  const video = { current: element };
  const { result } = renderHook(() => useStill(video));
  const look = (more: number) => {
    frames += more;
    act(() => void vi.advanceTimersByTime(2_000));
    return result.current;
  };
  expect([look(10), look(10), look(0), look(0), look(10)]).toEqual([false, false, true, true, false]);
});

it('takes that back with the next picture, not with the next look', () => {
  const element = document.createElement('video');
  Object.defineProperty(element, 'readyState', { value: 4 });
  element.getVideoPlaybackQuality = () => ({ totalVideoFrames: 10 }) as VideoPlaybackQuality;
  let paint: () => void = () => {};
  Object.assign(element, { requestVideoFrameCallback: (call: () => void) => void (paint = call) });
  const video = { current: element };
  const { result } = renderHook(() => useStill(video));
  act(() => void vi.advanceTimersByTime(4_000));
  expect(result.current).toBe(true);
  act(() => paint());
  expect(result.current).toBe(false);
});

it('says nothing of a picture that has not begun', () => {
  const video = { current: document.createElement('video') };
  const { result } = renderHook(() => useStill(video));
  act(() => void vi.advanceTimersByTime(8_000));
  expect(result.current).toBe(false);
});
