import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNever } from '@plenum/shared/core/errors';
import { machineCpu, udpDrops } from '../machine.ts';
import { startJanus } from '../peers/janusPeer.ts';
import { startMediasoup } from '../peers/mediasoupPeer.ts';
import { type MediaPeer, mediaPeers, type Part, type PeerBot, type PeerServer } from '../peers/peer.ts';
import { startPlenumPeer } from '../peers/plenumPeer.ts';
import { pinFamily } from '../peers/pin.ts';
import { ratiosOf, shuffled, type Window } from '../peers/windows.ts';
import { progress } from '../progress.ts';
import { seeded } from '../random.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { cpuShare, processUsage, ticksPerSecond, usageOf } from '../usage.ts';
import { wait } from '../wait.ts';

/** Who sends and who receives. */
interface Shape {
  readonly parts: readonly Part[];
  /** Streams that flow to all bots together, and packets a second of each. */
  readonly streams: number;
  readonly workers: number;
}

const wholeListeners = 5;
const settleMs = 25_000;
/** Generator, drops, loss and others beyond these make a window void. */
const bounds = { generator: 0.85, loss: 0.001, others: 0.25, stolen: 0.02 } as const;

function oneToAll(sends: Part['sends'], listeners: number): Shape {
  const parts = Array.from(
    { length: listeners + 1 },
    (_, index): Part => ({
      name: `Bot ${index}`,
      room: 0,
      depth: index <= Math.min(wholeListeners, listeners / 2) ? 'whole' : 'thin',
      sends: index === 0 ? sends : [],
    }),
  );
  return { parts, streams: listeners, workers: 1 };
}

function roomsOfEight(rooms: number): Shape {
  const parts = Array.from(
    { length: rooms * 8 },
    (_, index): Part => ({
      name: `Bot ${index}`,
      room: Math.floor(index / 8),
      depth: index % 8 === 0 ? 'whole' : 'thin',
      sends: ['mic', 'camera'],
    }),
  );
  return { parts, streams: rooms * 8 * 14, workers: 2 };
}

const shapes = {
  // Too small for figures: shows that every server is there and that sound flows.
  'audio-4': () => oneToAll(['mic'], 4),
  'audio-50': () => oneToAll(['mic'], 50),
  'audio-100': () => oneToAll(['mic'], 100),
  'audio-200': () => oneToAll(['mic'], 200),
  'video-100': () => oneToAll(['camera'], 100),
  'rooms-6': () => roomsOfEight(6),
} as const;

function start(peer: MediaPeer, workers: number): Promise<PeerServer> {
  switch (peer) {
    case 'mediasoup':
      return startMediasoup(workers);
    case 'janus':
      return startJanus(workers);
    case 'plenum slots':
      return startPlenumPeer(3);
    case 'plenum':
    case 'plenum again':
      return startPlenumPeer(0);
    default:
      return assertNever(peer);
  }
}

function received(bots: readonly PeerBot[]) {
  const streams = bots.flatMap(({ reception }) => reception.all);
  return {
    flowing: streams.filter(({ arrivals }) => arrivals.received > 0).length,
    packets: streams.reduce((sum, { arrivals }) => sum + arrivals.received, 0),
    lost: streams.reduce((sum, { arrivals }) => sum + arrivals.lost, 0),
  };
}

async function measure(peer: MediaPeer, shape: Shape, seconds: number): Promise<Window> {
  const server = await start(peer, shape.workers);
  const bots: PeerBot[] = [];
  try {
    pinFamily(server.pid, '0');
    for (const part of shape.parts) bots.push(await server.enter(part));
    await server.connectAll();
    const end = performance.now() + settleMs;
    while (received(bots).flowing < shape.streams && performance.now() < end) await wait(250);
    // Workers and threads that came later.
    pinFamily(server.pid, '0');
    await wait(1_000);
    for (const { reception } of bots) reception.restart();
    const look = () => ({
      server: usageOf(server.pid),
      own: processUsage(),
      machine: machineCpu(ticksPerSecond),
      drops: udpDrops([]),
    });
    const before = look();
    await wait(seconds * 1_000);
    const after = look();
    const { packets, lost, flowing } = received(bots);
    return windowOf(peer, shape, {
      before,
      after,
      packets,
      lost,
      flowing,
      delays: bots.flatMap(({ reception }) => reception.delays),
    });
  } finally {
    for (const bot of bots) await bot.close();
    await server.close();
  }
}

interface Seen {
  readonly before: Look;
  readonly after: Look;
  readonly packets: number;
  readonly lost: number;
  readonly flowing: number;
  readonly delays: readonly number[];
}
interface Look {
  readonly server: ReturnType<typeof usageOf>;
  readonly own: ReturnType<typeof usageOf>;
  readonly machine: ReturnType<typeof machineCpu>;
  readonly drops: ReturnType<typeof udpDrops>;
}

function windowOf(
  peer: MediaPeer,
  { streams }: Shape,
  { before, after, packets, lost, flowing, delays }: Seen,
): Window {
  const server = cpuShare(before.server, after.server);
  const generator = cpuShare(before.own, after.own);
  const elapsed = (after.server.at - before.server.at) / 1_000;
  const machine = (of: 'busySeconds' | 'stolenSeconds') =>
    ((after.machine[of] - before.machine[of]) * 1_000) / (after.machine.at - before.machine.at);
  const others = Math.max(0, machine('busySeconds') - server - generator);
  const loss = lost / Math.max(1, packets + lost);
  const dropped = after.drops.others - before.drops.others;
  const reasons = [
    ...(flowing < streams ? [`${streams - flowing} of ${streams} streams do not flow`] : []),
    ...(generator > bounds.generator ? [`the generator was busy for ${round(generator)} of a core`] : []),
    ...(dropped > 0 ? [`sockets dropped ${dropped} packets`] : []),
    ...(loss > bounds.loss ? [`${round(loss)} was lost`] : []),
    ...(others > bounds.others ? [`others took ${round(others)} of a core`] : []),
    ...(machine('stolenSeconds') > bounds.stolen ? ['the host withheld the processor'] : []),
  ];
  return {
    peer,
    ...(reasons.length > 0 && { void: reasons.join(', ') }),
    packetsPerSecond: Math.round(packets / elapsed),
    microsPerPacket: round((server * elapsed * 1e6) / Math.max(1, packets)),
    serverCpuShare: round(server),
    generatorCpuShare: round(generator),
    othersCpuShare: round(others),
    rssMiB: Math.round(after.server.rssKiB / 1024),
    loss: round(loss),
    delayMs: spread(delays),
  };
}

/** The least that anybody must do, in C: the same payload, as many sockets. */
function floor() {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-floor-'));
  try {
    const program = join(folder, 'floor');
    const source = fileURLToPath(new URL('../peers/floor.c', import.meta.url));
    execFileSync('cc', ['-O2', '-o', program, source, '-lcrypto'], { stdio: ['ignore', 'ignore', 'inherit'] });
    return Array.from({ length: 5 }, (): Record<string, number> => {
      // Sender and reader would share the core of this process.
      const text = execFileSync('taskset', ['--cpu-list', '0,1', program, '200', '100', '100000'], {
        encoding: 'utf8',
      });
      return JSON.parse(text);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The same bots and the same bytes on Plenum, plain mediasoup and Janus, one after another in random order, Plenum twice.
 * Server and generator have a core each where the system allows it.
 */
export async function peers({ numbers, words }: Options): Promise<Report> {
  const { rounds = 5, seconds = 10, seed = 1 } = numbers;
  const name = (words['shape'] ?? 'audio-4') as keyof typeof shapes;
  const wanted = words['only'] === 'all' ? mediaPeers : mediaPeers.filter((peer) => peer === words['only']);
  pinFamily(process.pid, '1');
  const shape = shapes[name]();
  const random = seeded(seed);
  const windows: Window[] = [];
  const failures: string[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    for (const peer of shuffled(wanted, random)) {
      try {
        const window = await measure(peer, shape, seconds);
        windows.push(window);
        progress(`${number}/${rounds} ${JSON.stringify(window)}`);
      } catch (error) {
        failures.push(`${peer}: ${error instanceof Error ? error.message : String(error)}`);
        progress(failures.at(-1) ?? '');
      }
    }
  }
  const sound = windows.filter((window) => window.void === undefined);
  return {
    scenario: 'peers',
    pass: failures.length === 0,
    ...(sound.length < wanted.length && { void: 'too few windows count' }),
    participants: shape.parts.length,
    failures,
    shape: name,
    rounds,
    seconds,
    seed,
    voidWindows: windows.length - sound.length,
    ratios: ratiosOf(sound),
    floor: floor(),
    windows,
  };
}

export const shapeNames = Object.keys(shapes);
