/**
 * Loaded into the server's process before the server (`ServerProcess.preload`): moves the server's clock forward by each
 * `{ moveMs }` that comes by the process's channel, and runs the timers that are due then.
 */
interface Clock {
  now: () => number;
  monotonic: () => number;
  after: (ms: number, callback: () => void) => () => void;
}
interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
  running?: NodeJS.Timeout;
}

const clockUrl = new URL('../../../server/src/clock.ts', import.meta.url).href;
const { systemClock }: { systemClock: Clock } = await import(clockUrl);
const timers = new Set<Timer>();
let movedMs = 0;

function start(timer: Timer): void {
  clearTimeout(timer.running);
  const run = () => {
    timers.delete(timer);
    timer.callback();
  };
  timer.running = setTimeout(run, Math.max(0, timer.dueAt - systemClock.monotonic()));
}

systemClock.now = () => Date.now() + movedMs;
systemClock.monotonic = () => performance.now() + movedMs;
systemClock.after = (ms, callback) => {
  const timer: Timer = { dueAt: systemClock.monotonic() + ms, callback };
  timers.add(timer);
  start(timer);
  return () => {
    timers.delete(timer);
    clearTimeout(timer.running);
  };
};

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('moveMs' in message)) return;
  movedMs += Number(message.moveMs);
  for (const timer of timers) start(timer);
});
process.channel?.unref();
