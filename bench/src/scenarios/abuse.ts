import { ServerProcess } from '@plenum/client/e2e/support/server';
import { pauseMs, unreadMiB } from '../abuse/bounds.ts';
import { endMeeting, fillLog, neverRead, repeat } from '../abuse/attacks.ts';
import { Probed, probeUrl } from '../probe/Probed.ts';
import type { Options, Report } from '../report.ts';
import { progress } from '../progress.ts';

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
    progress(`a meeting of ${people} is locked, unlocked, raises hands, loses lines and is ended`);
    const ended = await endMeeting(target, people);
    const acts = [ended.lock, ended.unlock, ended.hands, ended.cut, ended.end];
    const longest = Math.max(...acts.map(({ longestWaitMs }) => longestWaitMs));
    // Somebody waited, but the server itself took no more than its time.
    const isOthers = longest > pauseMs && acts.every(({ longestTurnCpuMs }) => longestTurnCpuMs <= pauseMs);
    const failures = [
      ...(log.writtenMiB > log.mostMiB ? [`a room wrote ${log.writtenMiB} MiB in ${seconds} s`] : []),
      ...(unread.grownMiB > unreadMiB ? [`members who never read held ${unread.grownMiB} MiB`] : []),
      ...(longest > pauseMs ? [`another meeting waited ${longest} ms`] : []),
      ...(repeated.answered > repeated.most ? [`one line had ${repeated.answered} answers`] : []),
    ];
    const isNoisy = ended.quiet.waitMs > pauseMs;
    return {
      scenario: 'abuse',
      pass: failures.length === 0,
      ...(isOthers && { void: 'other programs had the processor while another meeting waited' }),
      ...(isNoisy && { void: `another meeting waited ${ended.quiet.waitMs} ms before anything was done` }),
      participants: people,
      failures,
      bounds: { unreadMiB, pauseMs },
      log,
      unread,
      repeated,
      ended,
    };
  } finally {
    await server.close();
  }
}
