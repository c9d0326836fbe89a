import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { PersonPlan } from './people.ts';

/** What a machine offers. */
export interface Machine {
  readonly cores: number;
  readonly freeBytes: number;
  /** The most open files and sockets of one process. */
  readonly descriptors: number;
}

/** What a test will take of a machine. */
export interface Need {
  readonly cores: number;
  readonly bytes: number;
  /** Of the process with the most bots. */
  readonly descriptors: number;
}

/** Microseconds of CPU for one packet that a bot receives: thin, whole (bench/README.md). */
const packetMicros = { thin: 9, whole: 30 } as const;
/** Packets a second of a source: sound, a small camera, a screen. */
const packetsOf = { mic: 50, mutedMic: 0, camera: 16, screen: 20 } as const;
/** Voices that a member receives at most, with the usual audio slots. */
const voicesHeard = 3;
/** Decoding, drawing and sending of one browser, in cores. */
const browserCores = 0.5;
const mebibyte = 1024 ** 2;
/** Sockets of one bot: room line, media line, two transports, and the relay of a thin or impaired one. */
const descriptorsPerBot = 12;

export function machine(): Machine {
  return { cores: availableParallelism(), freeBytes: freeBytes(), descriptors: descriptorLimit() };
}

function freeBytes(): number {
  const kib = /MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return Number(kib ?? 0) * 1024;
}

function descriptorLimit(): number {
  // Node raises its own soft limit to the hard one; a child begins with what the shell has.
  const text = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return text === 'unlimited' ? Infinity : Number(text);
}

/** Estimates from the scenario; a test that takes less is all the better. */
export function needOf(plans: readonly PersonPlan[], browsers: number, processes: number): Need {
  const senders = plans.filter(({ media }) => media).flatMap(({ sends }) => sends);
  const voices = plans.filter(({ talks }) => talks !== 'never').length;
  const pictures = senders.filter((source) => source === 'camera' || source === 'screen');
  const perSecond =
    Math.min(voicesHeard, voices) * packetsOf.mic + pictures.reduce((sum, source) => sum + packetsOf[source], 0);
  const micros = plans
    .filter(({ media }) => media)
    .reduce((sum, { depth }) => sum + perSecond * packetMicros[depth], 0);
  const withMedia = plans.filter(({ media }) => media).length;
  return {
    cores: micros / 1e6 + browsers * browserCores + plans.length * 0.0005,
    // A whole client keeps a list of all members.
    bytes: 80 * mebibyte * processes + withMedia * 3 * mebibyte + plans.length ** 2 * 300 + browsers * 350 * mebibyte,
    descriptors: 60 + Math.ceil(plans.length / processes) * descriptorsPerBot,
  };
}

/** Sentences about what this machine lacks; empty when it will do. */
export function lacks(need: Need, { cores, freeBytes: free, descriptors }: Machine): string[] {
  const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
  return [
    ...(need.descriptors > descriptors
      ? [
          `One process of bots needs about ${need.descriptors} open files and sockets, and this system allows ${descriptors}. Raise it with "ulimit -n ${need.descriptors * 2}", or take more --processes.`,
        ]
      : []),
    ...(need.cores > cores * 0.85
      ? [
          `The bots need about ${need.cores.toFixed(1)} cores, and this machine has ${cores}: it would measure itself. Take fewer people or browsers, or a larger machine.`,
        ]
      : []),
    ...(need.bytes > free * 0.9
      ? [`The bots need about ${gib(need.bytes)} of memory, and ${gib(free)} are free. Take fewer people or browsers.`]
      : []),
  ];
}

/** Requests for tickets that a server takes from one address in a minute (`room:ticket`), with some room. */
const ticketsPerMinute = 1_100;

/** The shortest ramp in which the server lets so many people of one address in, in ms. */
export function shortestRamp(people: number): number {
  return people <= ticketsPerMinute ? 0 : ((people - ticketsPerMinute) * 60_000) / ticketsPerMinute;
}

/** One process for every 150 bots, and at most one for each core but one that the rest of the tool takes. */
export function usualProcesses(people: number): number {
  return Math.max(1, Math.min(Math.ceil(people / 150), Math.max(2, availableParallelism() - 1)));
}
