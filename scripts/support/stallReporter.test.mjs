import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import StallReporter from './stallReporter.mjs';

const minute = 60_000;
const module = { moduleId: 'stuck.test.ts' };
let said;
let ended;
let reporter;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  ended = vi.fn();
  reporter = new StallReporter({ say: (text) => said.push(text), end: ended });
  reporter.onTestRunStart();
});
afterEach(() => vi.useRealTimers());

test('a run in which nothing finishes ends, and names the test under way', () => {
  reporter.onTestModuleQueued(module);
  reporter.onTestCaseReady({ fullName: 'computes for ever', module });
  vi.advanceTimersByTime(10 * minute);
  expect(ended).toHaveBeenCalledOnce();
  expect(said.join('\n')).toContain('stuck.test.ts: computes for ever');
});

test('a long run in which tests finish goes on, and a run that is over is left alone', () => {
  for (let passed = 0; passed < 5; passed += 1) {
    reporter.onTestModuleQueued(module);
    vi.advanceTimersByTime(9 * minute);
    reporter.onTestCaseReady({ fullName: 'takes long', module });
    reporter.onTestCaseResult();
    vi.advanceTimersByTime(9 * minute);
    reporter.onTestModuleEnd(module);
  }
  reporter.onTestRunEnd();
  vi.advanceTimersByTime(60 * minute);
  expect(ended).not.toHaveBeenCalled();
});
