// Loaded into a server's process before the server (`node --import`): reports what only that process can measure.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Answer, type Figures, Question } from './figures.ts';

/** Timer resolution in ms; it is subtracted from the measured delays. */
const resolution = 2;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();

let longestGcMs = 0;
const collections = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestGcMs = Math.max(longestGcMs, duration);
});
collections.observe({ entryTypes: ['gc'] });

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** The histogram counts the whole time between two timers, in ns. */
const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);

function figures(): Figures {
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heapBytes: heapUsed,
    rssBytes: rss,
    loopDelayMs: { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) },
    longestGcMs,
  };
}

process.on('message', (raw: unknown) => {
  const question = Question.safeParse(raw);
  if (!question.success) return;
  const { id, ask } = question.data;
  if (ask === 'collect') collectGarbage();
  const answer: Answer = { id, figures: figures() };
  process.send?.(answer);
  if (ask === 'collect') return;
  delay.reset();
  longestGcMs = 0;
});
// The bench is gone, and nobody else would stop this server.
process.on('disconnect', () => process.exit(1));
