import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { leftTimers } from './leftTimers.ts';

// Ends what hangs; nothing is asserted about time, and a test machine may be busy with other things.
configure({ asyncUtilTimeout: 15_000 });

// Hooks run in reverse order: a test's own come before.
afterEach(() => {
  cleanup();
  const left = leftTimers.take();
  if (left.length === 0) return;
  throw new Error(`Left when the page was gone, so clear it, as an effect does by what it returns: ${left.join(', ')}`);
});
