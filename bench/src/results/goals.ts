import type { Range } from '../peers/windows.ts';

/** Figures of the kept reports. `micros` and `ratio` are of the windows of `peers`. */
export interface Source {
  readonly figure: (task: string, path: string) => Range | undefined;
  /** CPU for a packet of one server in µs. */
  readonly micros: (task: string, peer: string) => Range | undefined;
  readonly ratio: (task: string, of: string, to: string) => Range | undefined;
  readonly rssMiB: (task: string, peer: string) => Range | undefined;
  /** The least for a packet, in µs: encryption and a system call. */
  readonly floor: (task: string) => Range | undefined;
}

/** One row of the table of goals. */
export interface Goal {
  readonly what: string;
  readonly unit: string;
  readonly most: number;
  readonly value: (source: Source) => Range | undefined;
  /** Shown where the goal is missed: why, and what would mend it. */
  readonly why: string;
}

/** @param scale 0.001 for ms that are shown as s */
function scaled(range: Range | undefined, scale: number): Range | undefined {
  if (!range) return undefined;
  const { median, least, most, count } = range;
  return { median: median * scale, least: least * scale, most: most * scale, count };
}

function over(above: Range | undefined, below: Range | undefined): Range | undefined {
  if (!above || !below || below.median === 0) return undefined;
  return {
    median: above.median / below.median,
    least: above.least / below.most,
    most: above.most / below.least,
    count: Math.min(above.count, below.count),
  };
}

const perPacket =
  'Mostly the kernel and the encryption: a worker with OpenSSL in place of NSS, and several packets a system call.';
const slotsCost = 'A packet of a slot crosses worker, Node and worker; a small room would be cheaper without slots.';
const ofJanus = (task: string, what: string, peer: 'plenum' | 'plenum slots', most: number): Goal => ({
  what: `CPU for a packet, ${what} / Janus`,
  unit: '',
  most,
  value: ({ ratio }) => ratio(task, peer, 'janus'),
  why: peer === 'plenum' ? perPacket : slotsCost,
});
type Row = readonly [what: string, unit: string, most: number, value: Goal['value'], why: string];
const plain = (...[what, unit, most, value, why]: Row): Goal => ({ what, unit, most, value, why });

export const goals: readonly Goal[] = [
  ofJanus('audio-200', 'one voice to 200', 'plenum', 0.5),
  ofJanus('video-100', 'one camera to 100', 'plenum', 0.5),
  ofJanus('rooms-6', 'six rooms of eight', 'plenum', 0.5),
  ofJanus('audio-50', 'slots at 50 listeners', 'plenum slots', 0.6),
  ofJanus('audio-100', 'slots at 100 listeners', 'plenum slots', 0.6),
  ofJanus('audio-200', 'slots at 200 listeners', 'plenum slots', 0.6),
  plain(
    'CPU for a packet, six rooms of eight / raw loop in C',
    '',
    1.5,
    (of) => over(of.micros('rooms-6', 'plenum'), of.floor('rooms-6')),
    perPacket,
  ),
  plain(
    'A lesson of 200: the server, in cores',
    'cores',
    0.5,
    ({ figure }) => figure('classroom-200', 'slots.serverCpuShare'),
    perPacket,
  ),
  plain(
    'A lesson of 200: lost',
    '%',
    0,
    ({ figure }) => scaled(figure('classroom-200', 'slots.lossByServer'), 100),
    'The worker has no time left; it gives pictures up before sound.',
  ),
  plain(
    'Memory with 200 listeners',
    'MiB',
    120,
    ({ rssMiB }) => rssMiB('audio-200', 'plenum'),
    'Most of it is Node with its modules; the state of a room is small beside it.',
  ),
  plain(
    'Board, 100 draw and 100 look on: a stroke is everywhere, p99',
    'ms',
    50,
    ({ figure }) => figure('board-200', 'plenum.strokeMs.p99'),
    'A system call for each receiver; frames are gathered, writes are not.',
  ),
  plain(
    'The same / Yjs',
    '',
    0.02,
    ({ figure }) => over(figure('board-200', 'plenum.strokeMs.p99'), figure('board-200', 'yjs.strokeMs.p99')),
    'As above.',
  ),
  plain(
    'Bytes for a stroke and receiver',
    'B',
    200,
    ({ figure }) => figure('board-200', 'plenum.bytesPerStroke'),
    'Points are packed; the rest of a shape is JSON with its names.',
  ),
  plain(
    'Chat of 1,000: to each copy, p99',
    'ms',
    20,
    ({ figure }) => figure('chat-1000', 'plenum.fanoutMs.p99'),
    'A thousand writes for a message; every message is on the disk before anybody sees it.',
  ),
  plain(
    'Chat of 1,000: event loop, p99',
    'ms',
    15,
    ({ figure }) => figure('chat-1000', 'plenum.loopDelayMs.p99'),
    'As above.',
  ),
  plain(
    'Chat of 1,000: heap for an idle member',
    'kB',
    10,
    ({ figure }) => scaled(figure('chat-1000', 'plenum.heapPerMember'), 0.001),
    'socket.io and its parser take most of it.',
  ),
  plain(
    '1,000 enter one room: all are in after',
    's',
    5,
    ({ figure }) => figure('chat-1000', 'plenum.joining.seconds'),
    'Much of the time is the generator, which joins eight at a time.',
  ),
  plain(
    '1,000 enter one room: CPU of the server',
    's',
    4,
    ({ figure }) => figure('chat-1000', 'plenum.joining.serverCpuSeconds'),
    'Every arrival is told to everybody, though together.',
  ),
  plain(
    '200 join within 10 s: first packet, p95',
    's',
    1.5,
    ({ figure }) => scaled(figure('join-200', 'sinceClickMs.firstPacket.p95'), 0.001),
    'Server and generator share two cores, which are full.',
  ),
  plain(
    '200 into 20 rooms: sound there, p95',
    's',
    3,
    ({ figure }) => scaled(figure('breakout-200', 'toRoomMs.p95'), 0.001),
    'As above.',
  ),
  plain(
    '200 back from 20 rooms: sound, p95',
    's',
    2,
    ({ figure }) => scaled(figure('breakout-200', 'backMs.p95'), 0.001),
    'As above.',
  ),
  plain(
    'Sound with half of the CPU that the worker needs, p99',
    'ms',
    200,
    ({ figure }) => figure('overload-60', 'during.sound.delayMs.p99'),
    'Until the first pictures are given up, sound waits behind them.',
  ),
];
