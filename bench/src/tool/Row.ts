import type { BrowserSample } from './browser/Probes.ts';
import type { Sample } from './crowd/Sample.ts';
import { spreadOf } from './histogram.ts';
import type { ServerSample } from './ServerWatch.ts';

/** Everything that was seen in one second. */
export interface Second {
  /** Seconds since the start. */
  readonly at: number;
  readonly phase: 'coming' | 'staying' | 'leaving';
  readonly bots: Sample;
  readonly browsers: BrowserSample | undefined;
  readonly server: ServerSample | undefined;
  /** How long the server took to answer a small request, in ms; undefined when it did not. */
  readonly answerMs: number | undefined;
  /** The busy share of all cores of this machine. */
  readonly machineBusy: number;
}

/** The columns of the CSV file and of the report's plots. An empty field: nothing was measured. */
export type Row = Readonly<Record<(typeof columns)[number], number | undefined>>;

export const columns = [
  'second',
  'present',
  'expected',
  'waiting',
  'offline',
  'failed',
  'packets',
  'lossPercent',
  'soundLossPercent',
  'soundP50Ms',
  'soundP99Ms',
  'joinP50Ms',
  'joinMaxMs',
  'messages',
  'chatP50Ms',
  'chatP99Ms',
  'chatMissing',
  'strokes',
  'boardP50Ms',
  'boardP99Ms',
  'votes',
  'drops',
  'answerMs',
  'browserFps',
  'frozenSeconds',
  'concealedPercent',
  'pictureMs',
  'lipsMs',
  'botsCpu',
  'botsMiB',
  'machineBusy',
  'held',
  'serverMiB',
  'serverCpu',
  'serverDescriptors',
  'serverTimers',
  'serverStreams',
  'serverLoopP99Ms',
] as const;

export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** How far sound is behind the picture (below zero: ahead), in ms; beeps tell their delay only up to two seconds. */
export function lipsOf({ pictureMs, soundMs }: Pick<BrowserSample, 'pictureMs' | 'soundMs'>): number | undefined {
  const [picture, sound] = [median(pictureMs), median(soundMs)];
  if (picture === undefined || sound === undefined) return undefined;
  const apart = sound - (picture % 2_000);
  return apart > 1_000 ? apart - 2_000 : apart < -1_000 ? apart + 2_000 : apart;
}

export function rowOf({ at, phase, bots, browsers, server, answerMs, machineBusy }: Second): Row {
  const { sound, pictures } = bots;
  const [soundMs, joinMs, chatMs, boardMs] = [bots.soundMs, bots.joinMs, bots.chatMs, bots.boardMs].map(spreadOf);
  const percent = (lost: number, received: number) =>
    received + lost <= 0 ? undefined : (Math.max(0, lost) * 100) / (received + Math.max(0, lost));
  return {
    second: at,
    present: bots.present + (browsers?.browsers ?? 0),
    expected: bots.expected + (browsers?.browsers ?? 0),
    waiting: bots.waiting,
    offline: bots.offline,
    failed: bots.failed,
    // The last sample is of the longer time in which the last messages come.
    packets: phase === 'leaving' ? undefined : sound.received + pictures.received,
    lossPercent: percent(sound.lost + pictures.lost, sound.received + pictures.received),
    soundLossPercent: percent(sound.lost, sound.received),
    soundP50Ms: soundMs?.p50,
    soundP99Ms: soundMs?.p99,
    joinP50Ms: joinMs?.p50,
    joinMaxMs: joinMs?.max,
    messages: bots.said,
    chatP50Ms: chatMs?.p50,
    chatP99Ms: chatMs?.p99,
    chatMissing: bots.missing,
    strokes: bots.drawn,
    boardP50Ms: boardMs?.p50,
    boardP99Ms: boardMs?.p99,
    votes: bots.votes,
    drops: bots.drops,
    answerMs,
    browserFps: browsers && browsers.pictures > 0 ? browsers.frames / browsers.pictures : undefined,
    frozenSeconds: browsers?.frozenSeconds,
    concealedPercent: browsers && browsers.samples > 0 ? (browsers.concealed * 100) / browsers.samples : undefined,
    pictureMs: browsers && median(browsers.pictureMs),
    lipsMs: browsers && lipsOf(browsers),
    botsCpu: bots.cpu[0],
    botsMiB: bots.rssKiB / 1024,
    machineBusy,
    held: bots.held,
    serverMiB: server?.rssMiB,
    serverCpu: server?.cpuShare,
    serverDescriptors: server?.descriptors,
    serverTimers: server?.timers,
    serverStreams: server?.streams,
    serverLoopP99Ms: server?.loopP99Ms,
  };
}

/** One line a second, with a header; numbers with a point, at most three digits behind it. */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    columns
      .map((column) => (row[column] === undefined ? '' : String(Math.round(row[column] * 1_000) / 1_000)))
      .join(','),
  );
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}
