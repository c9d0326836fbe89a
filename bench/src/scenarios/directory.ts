import type { Asked, AskingCalls } from '../directory/askingProcess.ts';
import { Databases, type Filled } from '../directory/Databases.ts';
import { judge, type Measured } from '../load/Measured.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import type { BotPlan } from '../bots/Bot.ts';
import { Child } from '../process/Child.ts';
import { progress } from '../progress.ts';
import { type Options, type Report, round } from '../report.ts';

/** The meetings that run meanwhile, and the people in each: light bots, as in a lesson of few. */
const meetings = { rooms: 2, people: 4 } as const;
/** The event loop may be later by this, at p99, than without requests, in ms. */
const growth = 5;
/** The spaces that are entered in one run: each begins a meeting. */
const entered = 100;

interface Run {
  readonly database: Filled['database'];
  readonly accounts: number;
  readonly spaces: number;
  readonly fillSeconds: number;
  readonly ms: Asked['ms'];
  readonly loopDelayP99Ms: { readonly quiet: number; readonly asked: number };
  readonly longestLoopDelayMs: number;
  readonly lost: number;
  readonly received: number;
  readonly serverCpuShare: number;
  readonly askingCpuShare: number;
  readonly rssKiB: number;
}

interface Outcome {
  readonly run: Run;
  readonly failures: readonly string[];
  readonly seen: { readonly void?: string | undefined; readonly disturbed: boolean };
}

function plansOf(room: number): BotPlan[] {
  return Array.from({ length: meetings.people }, (_, index) => ({
    name: `Bot ${room}-${index}`,
    depth: index === 0 ? 'whole' : 'thin',
    sends: index === 0 ? ['mic', 'camera'] : ['mutedMic'],
  }));
}

const lostIn = ({ whole, thin }: Measured) => whole.lost + thin.lost;

/** Starts a server on one database, with meetings in it, and asks it. */
async function runOn(filled: Filled, seconds: number, perSecond: number): Promise<Outcome> {
  const { data, databaseUrl, cookies, slugs, database, accounts, spaces } = filled;
  const where = { PLENUM_DATA: data, ...(databaseUrl !== undefined && { PLENUM_DATABASE_URL: databaseUrl }) };
  // The accounts here have no operator, and rooms of a bench need none.
  const load = await MediaLoad.start({ ...where, PLENUM_CREATE_ROOMS: 'everyone' });
  const asking = Child.start<AskingCalls>(new URL('../directory/askingProcess.ts', import.meta.url));
  try {
    for (let room = 0; room < meetings.rooms; room += 1) {
      await load.arrive(await load.createRoom(), plansOf(room), 500);
    }
    const flowing = await load.until(
      ({ whole, thin }) => [...whole.flowing, ...thin.flowing].some((one) => one > 0),
      15_000,
    );
    const port = Number(new URL(load.server.origin).port);
    const question = { port, cookies, slugs, perSecond, entered };
    // Warm: compiled, with open connections and pages in memory.
    await asking.call('ask', { ...question, seconds: 2 });
    const quiet = await load.measure(seconds);
    const [asked, busy] = await Promise.all([
      asking.call('ask', { ...question, seconds: seconds + 1 }),
      load.measure(seconds),
    ]);
    const delays = { quiet: quiet.loopDelayMs.p99, asked: busy.loopDelayMs.p99 };
    const failures = [...(await load.failures()), ...asked.failures];
    if (!flowing) failures.push('no stream flows');
    if (lostIn(busy) > 0) failures.push(`the meetings lost ${lostIn(busy)} packets`);
    if (delays.asked - delays.quiet > growth)
      failures.push(`the event loop is later by ${round(delays.asked - delays.quiet)} ms`);
    const run: Run = {
      database,
      accounts,
      spaces,
      fillSeconds: filled.seconds,
      ms: asked.ms,
      loopDelayP99Ms: delays,
      longestLoopDelayMs: busy.loopDelayMs.max,
      lost: lostIn(busy),
      received: busy.whole.received + busy.thin.received,
      serverCpuShare: busy.serverCpuShare,
      askingCpuShare: round(asked.cpuShare),
      rssKiB: busy.rssKiB,
    };
    progress(JSON.stringify(run));
    const isTooBusy = asked.cpuShare > 0.85;
    const reason = quiet.void ?? busy.void ?? (isTooBusy ? 'the process that asks was the limit' : undefined);
    // The processor time of the process that asks is not that of another program.
    const disturbed = quiet.disturbed || busy.othersCpuShare - asked.cpuShare > 0.2;
    const of = (words: string) => `${database}, ${spaces} spaces: ${words}`;
    return { run, failures: failures.map(of), seen: { ...(reason !== undefined && { void: of(reason) }), disturbed } };
  } finally {
    await asking.close();
    await load.close();
  }
}

/**
 * A server with many accounts and spaces is asked for home pages, spaces and tickets at a steady rate, while meetings run on it;
 * beside it one with few, on each database.
 */
export async function directory({ numbers }: Options): Promise<Report> {
  const { accounts = 10_000, spaces = 20_000, rate = 200, seconds = 10 } = numbers;
  const databases = await Databases.fill(accounts, spaces);
  try {
    const outcomes: Outcome[] = [];
    for (const filled of databases.all) outcomes.push(await runOn(filled, seconds, rate));
    const failures = outcomes.flatMap((outcome) => outcome.failures);
    const reason = outcomes.find(({ seen }) => seen.void !== undefined)?.seen.void;
    const seen = { void: reason, disturbed: outcomes.some((outcome) => outcome.seen.disturbed) };
    return {
      scenario: 'directory',
      ...judge(failures, seen),
      participants: meetings.rooms * meetings.people,
      failures,
      requestsPerSecond: rate,
      runs: outcomes.map(({ run }) => run),
    };
  } finally {
    await databases.close();
  }
}
