// Loaded into a server's process before the server (`node --import`): reports what only that process can measure.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Answer, type Figures, Question } from './figures.ts';

/** Timer resolution in ms; it is subtracted from the measured delays. */
const resolution = 2;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();

let longestTurnCpuMs = 0;
let cpuBefore = process.threadCpuUsage();
let turns: NodeJS.Timeout | undefined;
/** Costs 8 ms a second, as much as a hundred quiet lines: only for those who ask. */
function watchTurns(): void {
  turns ??= setInterval(() => {
    const cpu = process.threadCpuUsage();
    const spent = (cpu.user + cpu.system - cpuBefore.user - cpuBefore.system) / 1_000;
    longestTurnCpuMs = Math.max(longestTurnCpuMs, spent);
    cpuBefore = cpu;
  }, resolution).unref();
}

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
    longestTurnCpuMs,
    longestGcMs,
  };
}

process.on('message', (raw: unknown) => {
  const question = Question.safeParse(raw);
  if (!question.success) return;
  const { id, ask } = question.data;
  if (ask === 'collect') collectGarbage();
  if (ask === 'resetTurns') watchTurns();
  const answer: Answer = { id, figures: figures() };
  process.send?.(answer);
  if (ask === 'collect') return;
  delay.reset();
  longestTurnCpuMs = 0;
  cpuBefore = process.threadCpuUsage();
  longestGcMs = 0;
});
// The bench is gone, and nobody else would stop this server.
process.on('disconnect', () => process.exit(1));
