import type { Quantiles } from '../histogram.ts';
import type { Summary } from '../Summary.ts';

/** One thing that a test found out, in a figure and in words. */
export interface Card {
  readonly name: string;
  readonly grade: 'good' | 'fair' | 'bad' | 'none';
  readonly figure: string;
  readonly words: string;
  /** What the figure means, and from where on it is good. */
  readonly meaning: string;
}

/** @param good up to here it is good, up to `fair` people notice, above it they suffer */
function gradeOf(value: number | undefined, good: number, fair: number): Card['grade'] {
  if (value === undefined) return 'none';
  return value <= good ? 'good' : value <= fair ? 'fair' : 'bad';
}

function worse(...grades: readonly Card['grade'][]): Card['grade'] {
  const order = ['bad', 'fair', 'good'] as const;
  return order.find((grade) => grades.includes(grade)) ?? 'none';
}

/** `12 ms` or `1.4 s`. */
function time(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0 %';
  return value < 0.01 ? '< 0.01 %' : `${value.toFixed(value < 1 ? 2 : 1)} %`;
}

const number = (value: number) => Math.round(value).toLocaleString('en');
const delays = ({ p50, p99 }: Quantiles) => `Typically ${time(p50)}; one in a hundred ${time(p99)} or more.`;

export function cardsOf(summary: Summary): Card[] {
  return [
    people(summary),
    ...(summary.packets > 0 ? [sound(summary), media(summary)] : []),
    ...(summary.browser ? browsers(summary.browser) : []),
    ...(summary.chatMs ? [chat(summary, summary.chatMs)] : []),
    ...(summary.boardMs ? [board(summary, summary.boardMs)] : []),
    ...(summary.voteMs ? [votes(summary, summary.voteMs)] : []),
    ...(summary.moveMs ? [moves(summary.moveMs)] : []),
    ...(summary.server ? [server(summary.server)] : []),
    generator(summary),
  ];
}

function people({ people: wanted, peak, failed, drops, joinMs, welcomeMs }: Summary): Card {
  const joins = joinMs ?? welcomeMs;
  const lost = drops > 0 ? ` ${number(drops)} times a line was lost.` : '';
  return {
    name: 'People',
    grade: failed > 0 || peak === 0 ? 'bad' : worse(gradeOf(joins?.p95, 2_000, 5_000), drops > 0 ? 'fair' : 'good'),
    figure: `${number(peak)} of ${number(wanted)}`,
    words: `${failed > 0 ? `${number(failed)} did not get in. ` : ''}${joins ? `Joining took ${time(joins.p50)}, at most ${time(joins.max)}.` : ''}${lost}`,
    meaning:
      'From the first request to the first sound or picture. Good: 95 of 100 within 2 s. Too slow: more than 5 s.',
  };
}

function sound({ soundLoss, soundDelayMs }: Summary): Card {
  return {
    name: 'Sound',
    grade: worse(gradeOf(soundLoss, 0.001, 0.01), gradeOf(soundDelayMs?.p99, 200, 400)),
    ...soundFigure(soundLoss, soundDelayMs),
    meaning:
      'From one bot through the server to another one. Good: at most 0.1 % lost and 200 ms. Above 1 % or 400 ms speech breaks up.',
  };
}

/** The worse of the two things that can be wrong with sound is the large figure. */
function soundFigure(loss: number, ms: Quantiles | undefined): Pick<Card, 'figure' | 'words'> {
  if (ms && gradeOf(ms.p99, 200, 400) !== 'good' && gradeOf(loss, 0.001, 0.01) === 'good') {
    const words = `late or more is one sound packet in a hundred; typically ${time(ms.p50)}. ${percent(loss)} was lost.`;
    return { figure: time(ms.p99), words };
  }
  return { figure: percent(loss), words: `of the sound was lost.${ms ? ` ${delays(ms)}` : ''}` };
}

function media({ loss, packetsPerSecond, packets, heldSeconds }: Summary): Card {
  return {
    name: 'All media',
    grade: worse(gradeOf(loss, 0.001, 0.01), heldSeconds > 0 ? 'fair' : 'good'),
    figure: `${number(packetsPerSecond)}/s`,
    words: `packets came to the bots, ${number(packets)} in all; ${percent(loss)} lost.${heldSeconds > 0 ? ` For ${heldSeconds} s the server was busy and held pictures back.` : ''}`,
    meaning: 'Sound and pictures together. Bots ask for nothing again, so browsers fare better than this.',
  };
}

function browsers({
  browsers: count,
  framesPerSecond,
  frozenSeconds,
  freezes,
  concealed,
  pictureDelayMs,
  lipsMs,
}: NonNullable<Summary['browser']>): Card[] {
  const still = freezes === 0 ? 'Nothing froze.' : `${freezes} freezes, ${frozenSeconds.toFixed(1)} s together.`;
  const late = pictureDelayMs === undefined ? '' : ` Pictures come ${time(pictureDelayMs)} late`;
  const lips =
    lipsMs === undefined ? '' : `, and the voice ${time(Math.abs(lipsMs))} ${lipsMs < 0 ? 'before' : 'behind'} them`;
  return [
    {
      name: 'What is seen',
      grade: worse(
        gradeOf(frozenSeconds / count, 0.5, 5),
        gradeOf(pictureDelayMs, 500, 1_000),
        gradeOf(lipsMs && Math.abs(lipsMs), 100, 250),
      ),
      figure: `${framesPerSecond.toFixed(0)} frames/s`,
      words: `${still}${late}${lips}${late || lips ? '.' : ''}`,
      meaning: `Seen by ${count === 1 ? 'a real browser' : `${count} real browsers`}: from drawing the picture at one to showing it at another, camera and decoder included.`,
    },
    {
      name: 'What is heard',
      grade: gradeOf(concealed, 0.01, 0.05),
      figure: percent(concealed),
      words: 'of the sound had to be made up by the browser.',
      meaning: 'What came too late or not at all. Good: at most 1 %. From 5 % on people hear it.',
    },
  ];
}

function chat({ chatSaid, chatMissing, chatDoubles }: Summary, ms: Quantiles): Card {
  const whole = chatMissing + chatDoubles === 0;
  return {
    name: 'Chat',
    grade: whole ? gradeOf(ms.p99, 200, 1_000) : 'bad',
    figure: number(chatSaid),
    words: `messages. ${whole ? 'Each came once.' : `${number(chatMissing)} copies are missing, ${number(chatDoubles)} came twice.`} ${delays(ms)}`,
    meaning: 'From writing to each copy. Every message must reach everybody once.',
  };
}

function board({ strokes }: Summary, ms: Quantiles): Card {
  return {
    name: 'Whiteboard',
    grade: gradeOf(ms.p99, 200, 1_000),
    figure: number(strokes),
    words: `strokes. ${delays(ms)}`,
    meaning: 'From the end of a stroke to each copy of it.',
  };
}

function votes({ votes: cast }: Summary, ms: Quantiles): Card {
  return {
    name: 'Votes',
    grade: gradeOf(ms.p99, 1_000, 5_000),
    figure: number(cast),
    words: `votes were taken. ${delays(ms)}`,
    meaning: "Until the server has the vote; a secret one needs two ways, and the bot's own arithmetic.",
  };
}

function moves(ms: Quantiles): Card {
  return {
    name: 'Rooms',
    grade: gradeOf(ms.p95, 3_000, 6_000),
    figure: time(ms.p95),
    words: `until 95 of 100 hear the other room; the slowest took ${time(ms.max)}.`,
    meaning: 'From the command of the host to the first sound at the other place, there and back.',
  };
}

function server({
  memoryMiB,
  memoryPercentPerHour,
  descriptors,
  timers,
  streams,
  loopP99Ms,
  cpuShare,
}: NonNullable<Summary['server']>): Card {
  const pair = (name: string, values: readonly [number, number] | undefined) =>
    values ? [`${name} ${number(values[0])} → ${number(values[1])}`] : [];
  const parts = [
    ...(memoryPercentPerHour === undefined
      ? []
      : [
          `Memory ${memoryPercentPerHour >= 0 ? 'grows' : 'falls'} by ${Math.abs(memoryPercentPerHour).toFixed(1)} % an hour`,
        ]),
    ...pair('descriptors', descriptors),
    ...pair('timers', timers),
    ...pair('streams', streams),
    ...(cpuShare === undefined ? [] : [`${cpuShare.toFixed(2)} of a core`]),
    ...(loopP99Ms === undefined ? [] : [`its loop is ${time(loopP99Ms)} late at worst`]),
  ];
  return {
    name: 'The server',
    grade: gradeOf(memoryPercentPerHour === undefined ? undefined : Math.max(0, memoryPercentPerHour), 5, 20),
    figure: memoryMiB ? `${number(memoryMiB[1])} MiB` : '–',
    words: parts.length > 0 ? `${parts.join(', ')}.` : '',
    meaning: 'Its own figures, from the time when all had come. In a long test they must not grow.',
  };
}

function generator({ generatorCpu, machineBusy }: Summary): Card {
  return {
    name: 'This machine',
    grade: worse(gradeOf(generatorCpu, 0.7, 0.85), gradeOf(machineBusy, 0.85, 0.97)),
    figure: percent(generatorCpu),
    words: `of a core for the busiest process of bots. All cores together were busy for ${percent(machineBusy)}.`,
    meaning:
      'A process above 85 % measures itself. When all cores are full, delays belong to this machine and not to the server.',
  };
}
