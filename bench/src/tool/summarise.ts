import { defined } from './defined.ts';
import { countOf, type Histogram, spreadOf, sumOf } from './histogram.ts';
import { lipsOf, median, type Second } from './Row.ts';
import { slopePercentPerHour } from './ServerWatch.ts';
import type { BrowserSummary, ServerSummary, Summary } from './Summary.ts';

/**
 * The figures of a whole test. Loss and delays are those of the time in which all had come; joins, failures and
 * messages count from the beginning. @param people who were to come
 */
export function summarise(seconds: readonly Second[], people: number): Summary {
  const staying = seconds.filter(({ phase }) => phase === 'staying');
  const steady = staying.length > 0 ? staying : seconds;
  const bots = seconds.map((second) => second.bots);
  const steadyBots = steady.map((second) => second.bots);
  const last = bots.at(-1);
  const sum = (of: (sample: (typeof bots)[number]) => number, all = bots) =>
    all.reduce((total, one) => total + of(one), 0);
  const all = (of: (sample: (typeof bots)[number]) => Histogram, among = bots) => spreadOf(sumOf(among.map(of)));
  const sound = sharesOf(
    sum(({ sound: { lost } }) => lost, steadyBots),
    sum(({ sound: { received } }) => received, steadyBots),
  );
  const received = sum((one) => one.sound.received + one.pictures.received, steadyBots);
  const lost = sum((one) => one.sound.lost + one.pictures.lost, steadyBots);
  const browserCount = Math.max(0, ...seconds.map(({ browsers }) => browsers?.browsers ?? 0));
  const browser = browserSummary(seconds, steady);
  const server = serverSummary(seconds);
  return {
    people,
    peak: Math.max(0, ...bots.map(({ present }) => present)) + browserCount,
    connected:
      people === 0 ? 0 : Math.min(1, (Math.max(0, ...bots.map(({ connected }) => connected)) + browserCount) / people),
    failed: last?.failed ?? 0,
    drops: sum(({ drops }) => drops),
    loss: sharesOf(lost, received),
    soundLoss: sound,
    packets: received,
    packetsPerSecond: Math.round(received / Math.max(1, steady.length)),
    ...defined({
      soundDelayMs: all(({ soundMs }) => soundMs, steadyBots),
      welcomeMs: all(({ welcomeMs }) => welcomeMs),
      joinMs: all(({ joinMs }) => joinMs),
      chatMs: all(({ chatMs }) => chatMs, steadyBots),
      boardMs: all(({ boardMs }) => boardMs, steadyBots),
      voteMs: all(({ voteMs }) => voteMs),
      moveMs: all(({ moveMs }) => moveMs),
    }),
    chatSaid: sum(({ said }) => said),
    chatMissing: sum(({ missing }) => missing),
    chatDoubles: sum(({ doubles }) => doubles),
    strokes: sum(({ drawn }) => drawn),
    votes: sum(({ votes }) => votes),
    ...(browser && { browser }),
    ...(server && { server }),
    machineBusy: ninth(steady.map((second) => second.machineBusy)),
    heldSeconds: seconds.filter((second) => second.bots.held > 0).length,
    generatorCpu: ninth(steadyBots.map(({ cpu }) => cpu[0] ?? 0)),
  };
}

/** Delays of joining, for the plot of them. */
export function joinsOf(seconds: readonly Second[]): Histogram {
  const joins = sumOf(seconds.map(({ bots }) => bots.joinMs));
  return countOf(joins) > 0 ? joins : sumOf(seconds.map(({ bots }) => bots.welcomeMs));
}

/** The value that nine in ten stay below: a single busy second is no limit. */
function ninth(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.9)] ?? 0;
}

function sharesOf(lost: number, received: number): number {
  return Math.max(0, lost) / Math.max(1, received + Math.max(0, lost));
}

function browserSummary(seconds: readonly Second[], steady: readonly Second[]): BrowserSummary | undefined {
  const all = steady.flatMap(({ browsers }) => (browsers && browsers.browsers > 0 ? [browsers] : []));
  if (all.length === 0) return undefined;
  const sum = (of: 'frames' | 'pictures' | 'freezes' | 'frozenSeconds' | 'concealed' | 'samples') =>
    all.reduce((total, one) => total + one[of], 0);
  const delays = {
    pictureMs: all.flatMap(({ pictureMs }) => pictureMs),
    soundMs: all.flatMap(({ soundMs }) => soundMs),
  };
  return {
    browsers: Math.max(...all.map(({ browsers }) => browsers)),
    framesPerSecond: sum('pictures') > 0 ? sum('frames') / sum('pictures') : 0,
    frozenSeconds: sum('frozenSeconds'),
    freezes: sum('freezes'),
    concealed: sum('samples') > 0 ? sum('concealed') / sum('samples') : 0,
    ...defined({
      pictureDelayMs: median(delays.pictureMs),
      lipsMs: lipsOf(delays),
      enterMs: median(seconds.flatMap(({ browsers }) => browsers?.enterMs ?? [])),
    }),
  };
}

function serverSummary(seconds: readonly Second[]): ServerSummary | undefined {
  const told = seconds.flatMap(({ at, phase, server }) => (server ? [{ at, phase, server }] : []));
  if (told.length === 0) return undefined;
  const staying = told.filter(({ phase }) => phase === 'staying');
  // What a server takes for the first time is no slope: the first quarter is left out.
  const settled = staying.slice(Math.floor(staying.length / 4));
  const ends = (of: 'rssMiB' | 'descriptors' | 'timers' | 'streams'): [number, number] | undefined => {
    const values = settled.flatMap(({ server }) => server[of] ?? []);
    const [first, last] = [values[0], values.at(-1)];
    return first === undefined || last === undefined ? undefined : [first, last];
  };
  const memory = settled.flatMap(({ at, server: { rssMiB } }) =>
    rssMiB === undefined ? [] : [{ seconds: at, value: rssMiB }],
  );
  const cpu = settled.flatMap(({ server }) => server.cpuShare ?? []);
  const loops = settled.flatMap(({ server }) => server.loopP99Ms ?? []);
  return defined({
    memoryMiB: ends('rssMiB'),
    memoryPercentPerHour: slopePercentPerHour(memory),
    descriptors: ends('descriptors'),
    timers: ends('timers'),
    streams: ends('streams'),
    loopP99Ms: median(loops),
    cpuShare: cpu.length > 0 ? cpu.reduce((total, one) => total + one, 0) / cpu.length : undefined,
  });
}
