import { afterEach } from 'vitest';
import { leftTimers } from './leftTimers.ts';

afterEach(() => {
  const left = leftTimers.take();
  if (left.length === 0) return;
  throw new Error(`Left when the page was gone, so clear it, as an effect does by what it returns: ${left.join(', ')}`);
});
