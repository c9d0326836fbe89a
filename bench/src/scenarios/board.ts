import { BoardCrowd, type BoardHeard } from '../board/BoardCrowd.ts';
import type { BoardCalls } from '../board/boardProcess.ts';
import { type Carrying, startBoard, startRelay } from '../board/carriers.ts';
import { lateJoin } from '../board/lateJoin.ts';
import { partsPerStroke } from '../board/strokes.ts';
import { machineCpu } from '../machine.ts';
import { Child } from '../process/Child.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { cpuShare, processUsage, ticksPerSecond, usageOf } from '../usage.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** Viewers in this process, which is not busy: the figures are their delays. */
const timed = 10;
/** How long the last sent strokes may take to arrive, in ms. */
const settleMs = 3_000;
/** A generator with a higher CPU share measures itself. */
const busiest = 0.85;
/** If other programs take more of a core than this, the delays are theirs. */
const strangers = 0.25;

interface Setting {
  readonly editors: number;
  readonly viewers: number;
  readonly seconds: number;
  readonly late: number;
}

async function drawTogether({ carrier, pid, probed }: Carrying, { editors, viewers, seconds }: Setting) {
  const module = new URL('../board/boardProcess.ts', import.meta.url);
  const drawing = Child.start<BoardCalls>(module);
  const watching = Child.start<BoardCalls>(module);
  const own = new BoardCrowd();
  try {
    await drawing.call('join', { carrier, count: editors, label: 'Editor' });
    await watching.call('join', { carrier, count: viewers - timed, label: 'Viewer' });
    await own.join({ carrier, count: timed, label: 'Timed' });
    await wait(1_000);
    await probed.reset();
    const usage = () => [usageOf(pid), usageOf(drawing.pid), usageOf(watching.pid), processUsage()] as const;
    const [before, machineBefore] = [usage(), machineCpu(ticksPerSecond)];
    const drawn = await drawing.call('draw', { seconds, first: 0 });
    const [after, machineAfter] = [usage(), machineCpu(ticksPerSecond)];
    await wait(settleMs);
    const { loopDelayMs, longestGcMs } = await probed.reset();
    const [server = 0, ...generators] = before.map((one, index) => cpuShare(one, after[index] ?? one));
    const busy =
      ((machineAfter.busySeconds - machineBefore.busySeconds) * 1_000) / (machineAfter.at - machineBefore.at);
    const others = round(Math.max(0, busy - server - generators.reduce((sum, share) => sum + share, 0)));
    const heard: BoardHeard = own.heard();
    const viewing = await watching.call('heard', undefined);
    return {
      strokes: drawn,
      operations: drawn * (1 + partsPerStroke),
      pointers: drawn * (1 + partsPerStroke),
      deliveredShare: round((heard.strokes + viewing.strokes) / (drawn * (heard.members + viewing.members))),
      strokeMs: spread(own.delays()),
      bytesPerStroke: Math.round(heard.strokeBytes / Math.max(1, heard.strokes)),
      fleetingBytesPerSecond: Math.round(heard.fleetingBytes / heard.members / seconds),
      serverCpuShare: round(server),
      loopDelayMs: { p50: round(loopDelayMs.p50), p99: round(loopDelayMs.p99), max: round(loopDelayMs.max) },
      longestGcMs: round(longestGcMs),
      generatorCpuShares: generators.map(round),
      strangersCpuShare: others,
      overloaded: Math.max(...generators) > busiest || others > strangers,
    };
  } finally {
    own.close();
    await drawing.close();
    await watching.close();
  }
}

async function measure(name: string, carrying: Carrying, setting: Setting) {
  try {
    const together = await drawTogether(carrying, setting);
    progress(`${name}: ${JSON.stringify(together)}`);
    const late = await lateJoin(carrying.carrier, setting.late);
    progress(`${name}, late: ${JSON.stringify(late)}`);
    return { ...together, late };
  } finally {
    await carrying.close();
  }
}

/**
 * Many members draw on one page: each draws a stroke a second in nine parts and points ten times a second; others watch.
 * Then a late joiner gets a page full of strokes. The same runs on a relay of Yjs updates, which keeps no log, checks
 * nothing and acknowledges nothing.
 */
export async function board({ numbers }: Options): Promise<Report> {
  const { editors = 100, viewers = 100, seconds = 15, 'late-join': late = 10_000 } = numbers;
  if (viewers <= timed) throw new Error(`More than ${timed} viewers are needed.`);
  const setting = { editors, viewers, seconds, late };
  const plenum = await measure('plenum', await startBoard(editors + viewers), setting);
  const yjs = await measure('yjs', await startRelay(), setting);
  const failures = plenum.deliveredShare < 1 ? ['a stroke is missing'] : [];
  return {
    scenario: 'board',
    pass: failures.length === 0,
    ...(plenum.overloaded && { void: 'the generator was busier than 85 % of a core, or other programs were busy' }),
    participants: editors + viewers,
    failures,
    editors,
    viewers,
    seconds,
    plenum,
    yjs,
  };
}
