import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { observer, type types } from 'mediasoup';
import { Happened } from '../testing/Happened.ts';
import { TestClock } from '../testing/TestClock.ts';
import type { ShedLevel } from '../overload/shedLevels.ts';
import { MediasoupEngine } from './MediasoupEngine.ts';
import { ScriptedLoad } from './ScriptedLoad.ts';

interface Reported {
  readonly severity: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A running engine on free ports, with its reports and a clock that the test advances. */
export interface TestEngine {
  readonly engine: MediasoupEngine;
  readonly clock: TestClock;
  readonly reports: Happened<Reported>;
  readonly port: number;
  /** Kills these processes; resolves when the engine noticed each death. */
  readonly kill: (pids: readonly number[], signal?: NodeJS.Signals) => Promise<void>;
  /** Gives every worker so much to do that it gives up this much. */
  readonly shed: (level: ShedLevel) => void;
  /** The same for the worker that has the first port, while the others have little to do. */
  readonly shedFirst: (level: ShedLevel) => void;
  readonly readBusy: () => void;
}

type Settings = Partial<Omit<Parameters<typeof MediasoupEngine.create>[0], 'onReport' | 'after'>>;

/** Starts an engine for one test; the test closes it. */
export async function startEngine(settings: Settings = {}, clock = new TestClock()): Promise<TestEngine> {
  const reports = new Happened<Reported>();
  const workers = settings.workers ?? 1;
  const port = settings.rtcPort ?? (await freePorts(workers));
  const load = new ScriptedLoad();
  const engine = await MediasoupEngine.create({
    listenIp: '127.0.0.1',
    resumeMs: 20_000,
    slots: 0,
    workerConsumers: 500,
    ...settings,
    workers,
    rtcPort: port,
    onReport: (severity, message, details) => reports.push({ severity, message, details }),
    after: clock.after,
    load,
  });
  const shed = (level: ShedLevel): void => load.reach(level, () => engine.shedLevels);
  const shedFirst = (level: ShedLevel): void => load.reach(level, () => engine.shedLevels.slice(0, 1));
  const kill = async (pids: readonly number[], signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    for (const pid of pids) process.kill(pid, signal);
    await reports.until((all) => pids.every((pid) => all.some((one) => isDeathOf(one, pid))));
  };
  return { engine, clock, reports, port, kill, shed, shedFirst, readBusy: () => load.readBusy() };
}

function isDeathOf({ message, details }: Reported, pid: number): boolean {
  return message === 'a media worker died' && details.pid === pid;
}

// Below the range of ports that the kernel assigns itself.
let nextPort = 20_000 + (process.pid % 1_000) * 10;

/** The first of `count` consecutive ports that are free for TCP and UDP. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = nextPort;
    nextPort += count;
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
}

/** True when a program could listen on this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const tcp = createServer();
  const udp = createSocket('udp4');
  try {
    tcp.listen(port, '127.0.0.1');
    await once(tcp, 'listening');
    udp.bind(port, '127.0.0.1');
    await once(udp, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise<void>((resolve) => (tcp.listening ? tcp.close(() => resolve()) : resolve()));
    await new Promise<void>((resolve) => udp.close(() => resolve()));
  }
}

/** True while a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The objects that mediasoup made. */
export interface Seen {
  readonly routers: types.Router[];
  readonly observers: types.RtpObserver[];
  readonly producers: types.Producer[];
  readonly consumers: types.Consumer[];
}

/** Records every object that mediasoup makes from now on, by its own observers. */
export function spyOnMediasoup(): { readonly seen: Seen; readonly stop: () => void } {
  const seen: Seen = { routers: [], observers: [], producers: [], consumers: [] };
  const onWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router) => {
      seen.routers.push(router);
      router.observer.on('newrtpobserver', (one) => seen.observers.push(one));
      router.observer.on('newtransport', (transport) => {
        transport.observer.on('newproducer', (producer) => seen.producers.push(producer));
        transport.observer.on('newconsumer', (consumer) => seen.consumers.push(consumer));
      });
    });
  };
  observer.on('newworker', onWorker);
  return { seen, stop: () => void observer.off('newworker', onWorker) };
}
