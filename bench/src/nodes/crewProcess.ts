import type { LogFile } from '../auditor/logFile.ts';
import { serveCalls } from '../process/serveCalls.ts';
import { seeded } from '../random.ts';
import { wait } from '../wait.ts';
import { Crew } from './Crew.ts';

interface Entering {
  readonly base: string;
  /** The numbers of the rooms. */
  readonly rooms: readonly number[];
  readonly people: number;
  /** Time between the beginnings of two rooms, in ms. */
  readonly apartMs: number;
}

const crews = new Map<string, Crew>();
const failures: string[] = [];
let cpu = process.cpuUsage();
let began = performance.now();

/** Does the same with all rooms at once, or with those of these ids; a failure is kept and told at the end. */
async function withAll(what: string, act: (crew: Crew) => Promise<void>, ids: readonly string[] = [...crews.keys()]) {
  await Promise.all(
    ids.map(async (id) => {
      const crew = crews.get(id);
      if (crew) await act(crew).catch((error: unknown) => failures.push(`${what}: ${String(error)}`));
    }),
  );
}

const calls = {
  async enter({ base, rooms, people, apartMs }: Entering) {
    const entering = rooms.map(async (number, index) => {
      await wait(index * apartMs);
      try {
        const crew = await Crew.enter({ base, number, people, random: seeded(number) });
        crews.set(crew.room, crew);
      } catch (error) {
        failures.push(`room ${number}: ${String(error)}`);
      }
    });
    await Promise.all(entering);
    return [...crews.keys()];
  },
  hearing: () => [...crews.values()].reduce((sum, crew) => sum + crew.hearing, 0),
  work: () => crews.forEach((crew) => crew.work()),
  rest: () => withAll('the last requests', (crew) => crew.rest()),
  openPolls: () => withAll('opening a poll', (crew) => crew.openPoll()),
  closePolls: () => withAll('closing a poll', (crew) => crew.closePoll()),
  losses: (rooms: readonly string[]) => rooms.reduce((sum, room) => sum + (crews.get(room)?.losses ?? 0), 0),
  back: ({ rooms, since }: { readonly rooms: readonly string[]; readonly since: number }) =>
    rooms.flatMap((room) => crews.get(room)?.back(since) ?? []),
  listenForSilence: () => crews.forEach((crew) => crew.listenForSilence()),
  silences: (rooms: readonly string[]) => rooms.flatMap((room) => crews.get(room)?.silences ?? []),
  async audit(logs: Readonly<Record<string, LogFile>>) {
    const none: LogFile = { texts: [], strokes: [], votes: [] };
    return Promise.all([...crews].map(([room, crew]) => crew.audit(logs[room] ?? none)));
  },
  restartCpu() {
    cpu = process.cpuUsage();
    began = performance.now();
  },
  cpuShare() {
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1_000 / (performance.now() - began);
  },
  failures: () => failures,
};
export type CrewCalls = typeof calls;

serveCalls(calls);
