import { createWorker, type types } from 'mediasoup';
import { StartError } from './failures.ts';

/** Limits for the start of a worker and for its orderly end, in ms. */
const startLimitMs = 15_000;
const stopLimitMs = 3_000;

/**
 * Sizes of the UDP socket buffers, in bytes; Linux doubles them for its own overhead, and grants at most net.core.rmem_max
 * and wmem_max; the doctor checks the first. While a key frame goes to a few hundred listeners, for 0.2 to 0.3 s, incoming
 * packets wait in the kernel (a lesson of 200 receives some 175 packets in that time, 400 kB), and so do those that the
 * network cannot take yet. A larger receive buffer would only hold a backlog: with twice this size, sound was 4 s late.
 */
const receiveBufferBytes = 512 * 1024;
const sendBufferBytes = 1024 * 1024;

/** Where one worker listens, and which program it runs. */
export interface Listen {
  readonly ip: string;
  readonly port: number;
  readonly announcedAddress: string | undefined;
  /** Reads a second address of this machine, which is left out when it cannot be used. */
  readonly secondIp: (() => string | undefined) | undefined;
  /** Path of the worker program; undefined: MEDIASOUP_WORKER_BIN, else mediasoup's own. */
  readonly workerBin: string | undefined;
}

/** A worker process with its one UDP and TCP port. */
export interface RunningWorker {
  readonly worker: types.Worker;
  readonly server: types.WebRtcServer;
}

/** @throws StartError when there is no worker program, or its port is taken */
export async function spawnWorker(listen: Listen): Promise<RunningWorker> {
  const worker = await startWorker(listen.workerBin);
  const { ip, port, announcedAddress } = listen;
  const secondIp = listen.secondIp?.();
  const first = on(announcedAddress === undefined ? { ip, port } : { ip, port, announcedAddress });
  try {
    return { worker, server: await listenOn(worker, first, secondIp === undefined ? [] : on({ ip: secondIp, port })) };
  } catch (error) {
    await stopWorker(worker);
    throw new StartError(wordsFor(error, ip, port));
  }
}

function on(address: Pick<types.TransportListenInfo, 'ip' | 'port' | 'announcedAddress'>): types.TransportListenInfo[] {
  return [
    { protocol: 'udp', ...address, recvBufferSize: receiveBufferBytes, sendBufferSize: sendBufferBytes },
    { protocol: 'tcp', ...address },
  ];
}

async function listenOn(
  worker: types.Worker,
  first: types.TransportListenInfo[],
  second: types.TransportListenInfo[],
): Promise<types.WebRtcServer> {
  const listen = (listenInfos: types.TransportListenInfo[]) => inTime(worker.createWebRtcServer({ listenInfos }));
  if (second.length === 0) return listen(first);
  // The network may have changed since the address was read.
  return listen([...first, ...second]).catch(() => listen(first));
}

function wordsFor(error: unknown, ip: string, port: number): string {
  const reason = error instanceof Error ? error.message : String(error);
  return /already in use/.test(reason)
    ? `Port ${port} (media, UDP and TCP on ${ip}) is in use. Stop the program that has it, or set PLENUM_RTC_PORT to another one; each media worker takes one port from there upward.`
    : `The media worker cannot listen on ${ip}, UDP and TCP port ${port} (${reason}). Set PLENUM_RTC_PORT to another port, or PLENUM_HOST to an address of this machine.`;
}

/** Ends a worker process, first gently, then by force. Resolves when the process is gone. */
export async function stopWorker(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return;
  const gone = new Promise<void>((resolve) => worker.once('subprocessclose', resolve));
  worker.close();
  const force = setTimeout(() => killWorker(worker), stopLimitMs);
  await gone;
  clearTimeout(force);
}

/** Ends a process that does not answer. Its `died` event follows. */
export function killWorker(worker: types.Worker): void {
  if (worker.subprocessClosed) return;
  try {
    process.kill(worker.pid, 'SIGKILL');
  } catch {
    // The process is gone; its event is on the way.
  }
}

async function startWorker(workerBin: string | undefined): Promise<types.Worker> {
  const before = new Set([...process.listeners('SIGINT'), ...process.listeners('SIGTERM')]);
  const starting = createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
  // mediasoup closes its workers at the first signal. Here the server's drain decides when they close.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    for (const listener of process.listeners(signal))
      if (!before.has(listener)) process.removeListener(signal, listener);
  }
  try {
    return await inTime(starting);
  } catch (error) {
    // If the worker starts after the limit, it is stopped.
    starting.then((worker) => stopWorker(worker)).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The media worker does not start (${reason}). Run "npm run doctor".`);
  }
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not answer')), startLimitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
