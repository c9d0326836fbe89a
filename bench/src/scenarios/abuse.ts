import { ServerProcess } from '@plenum/client/e2e/support/server';
import { endMeeting, fillLog, neverRead, repeat } from '../abuse/attacks.ts';
import { Probed, probeUrl } from '../probe/Probed.ts';
import type { Options, Report } from '../report.ts';
import { progress } from '../progress.ts';

/** Bounds that the server must keep. */
const bounds = {
  /** What one room can write to the disk in its first minute: by its ration 31 MiB, and what the database adds. */
  logMiBPerMinute: 36,
  /** Memory that ten members without reading can occupy. */
  unreadMiB: 40,
  /** Longest wait in another meeting, in ms. */
  pauseMs: 50,
  /** Answers a second to one line that repeats a message of the largest size; its burst of 8 MiB is in it. */
  answersPerSecond: 80,
} as const;

/** Four attacks by which one member or one room could harm all others. */
export async function abuse({ numbers }: Options): Promise<Report> {
  const { people = 500, seconds = 60 } = numbers;
  const environment = { PLENUM_ROOM_PEOPLE: String(people + 10) };
  const server = await ServerProcess.start({ environment, preload: probeUrl });
  const target = { server, probed: new Probed(server.process) };
  try {
    // This attack comes first: memory left over from another would hide what it takes.
    progress('ten members do not read');
    const unread = await neverRead(target, 25);
    progress(`one room writes for ${seconds} s`);
    const log = await fillLog(target, seconds);
    progress('one line repeats itself');
    const repeated = await repeat(target, 5);
    progress(`a meeting of ${people} is locked, unlocked and ended`);
    const ended = await endMeeting(target, people);
    const longest = Math.max(...[ended.lock, ended.unlock, ended.end].map(({ longestWaitMs }) => longestWaitMs));
    const failures = [
      ...(log.mibPerMinute > bounds.logMiBPerMinute ? [`a room wrote ${log.mibPerMinute} MiB in a minute`] : []),
      ...(unread.grownMiB > bounds.unreadMiB ? [`members who never read held ${unread.grownMiB} MiB`] : []),
      ...(longest > bounds.pauseMs ? [`another meeting waited ${longest} ms`] : []),
      ...(repeated.answeredPerSecond > bounds.answersPerSecond
        ? [`one line had ${repeated.answeredPerSecond} answers a second`]
        : []),
    ];
    const isNoisy = ended.quiet.waitMs > bounds.pauseMs;
    return {
      scenario: 'abuse',
      pass: failures.length === 0,
      ...(isNoisy && { void: `another meeting waited ${ended.quiet.waitMs} ms before anything was done` }),
      participants: people,
      failures,
      bounds,
      log,
      unread,
      repeated,
      ended,
    };
  } finally {
    await server.close();
  }
}
