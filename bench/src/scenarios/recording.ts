import { join } from 'node:path';
import { LogLine, Manifest } from '@plenum/shared/api/recording/contract';
import { recording as feature } from '@plenum/shared/features/recording/contract';
import { Bot } from '../bots/Bot.ts';
import { flowingTo, lesson, lessonPlans } from '../load/lesson.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge } from '../load/Measured.ts';
import { progress } from '../progress.ts';
import { readFiles, skews, type Written } from '../recording/readFiles.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { usageOf } from '../usage.ts';
import { wait } from '../wait.ts';

/** Time between two arrivals, in ms. */
const apartMs = 100;
/** How long the last member's streams may take to flow, in ms. */
const settleMs = 25_000;
/** The promise: at most this much more CPU, as a share of the server's and in cores. */
const [moreShare, moreCores] = [0.15, 0.1];
/** The promise: pictures and voices are at most so far from each other, in ms, and a crash costs at most so much, in s. */
const [mostSkewMs, mostMissingSeconds] = [40, 1];
/** A recording must play within this time after it stopped, in ms. */
const readyWithinMs = 10_000;

interface Link {
  readonly id: string;
  readonly key: string;
}

/** A lesson that is recorded by a member without media. */
class Recorded {
  readonly load: MediaLoad;
  readonly #leader: Bot;

  private constructor(load: MediaLoad, leader: Bot) {
    this.load = load;
    this.#leader = leader;
  }

  static async begin(load: MediaLoad, participants: number): Promise<Recorded> {
    const { id: roomId, hostKey: key } = await load.createOwnRoom();
    const base = load.server.origin;
    const leader = await Bot.join({ base, roomId, key, name: 'Leader', depth: 'thin', sends: [], media: false });
    const plans = lessonPlans(participants).map((plan) => ({ ...plan, stamped: true }));
    const senders = plans.slice(0, lesson.cameras);
    await load.arrive(roomId, senders, senders.length * apartMs);
    await load.arrive(roomId, plans.slice(senders.length), (plans.length - senders.length) * apartMs);
    const due = plans.reduce((sum, plan) => sum + flowingTo(plan), 0);
    await load.until(
      ({ whole, thin }) => [whole, thin].flatMap(({ flowing }) => flowing).reduce(add, 0) >= due,
      settleMs,
    );
    progress(`${participants} have come`);
    return new Recorded(load, leader);
  }

  /** Resolves with the link when everybody is recorded. */
  async start(): Promise<Link> {
    const { session } = this.#leader;
    const linked = new Promise<Link>((resolve) => {
      session.onEvent(feature, 'linked', resolve);
    });
    await session.send(feature, 'start', { chat: 'kept' });
    const link = await linked;
    // Everybody accepts, and key frames come.
    await wait(3_000);
    return link;
  }

  /** Stops. @returns the ms until the manifest, the log and the first file could be read, and the manifest */
  async stop(link: Link): Promise<{ readyMs: number; manifest: Manifest }> {
    const began = performance.now();
    await this.#leader.session.send(feature, 'stop', {});
    for (;;) {
      const manifest = await this.manifest(link);
      if (manifest.state === 'ready') {
        const [first] = manifest.streams;
        await Promise.all([this.#read(link, '/log'), ...(first ? [this.#read(link, `/streams/${first.file}`)] : [])]);
        return { readyMs: performance.now() - began, manifest };
      }
      if (performance.now() - began > readyWithinMs * 6) throw new Error('The recording does not become ready.');
      await wait(20);
    }
  }

  /** Ends the member that records, whose line would keep this process alive. */
  leave(): Promise<void> {
    return this.#leader.close();
  }

  async manifest(link: Link): Promise<Manifest> {
    return Manifest.parse(await (await this.#read(link, '')).json());
  }

  /** The line of the log that came last. */
  async lastLine(link: Link): Promise<LogLine | undefined> {
    const text = await (await this.#read(link, '/log')).text();
    const line = text.trimEnd().split('\n').at(-1);
    return line === undefined ? undefined : LogLine.parse(JSON.parse(line));
  }

  folderOf({ id }: Link): string {
    return join(this.load.server.folder, 'recordings', id);
  }

  async #read({ id, key }: Link, path: string): Promise<Response> {
    const response = await fetch(`${this.load.server.origin}/api/recordings/${id}${path}?key=${key}`);
    if (!response.ok) throw new Error(`The recording answers with ${response.status}.`);
    return response;
  }
}

function add(sum: number, value: number): number {
  return sum + value;
}

function missingOf(written: readonly Written[]): { readonly frames: number; readonly missing: number } {
  return {
    frames: written.map(({ frames }) => frames.length).reduce(add, 0),
    missing: written.map(({ missing }) => missing).reduce(add, 0),
  };
}

/** A lesson of which half the time is recorded; or, with `--kill`, one whose server dies while it is recorded. */
export async function recording({ numbers, words }: Options): Promise<Report> {
  const { participants = 50, minutes = 5 } = numbers;
  const load = await MediaLoad.start({ PLENUM_AUDIO_SLOTS: '3' });
  try {
    const recorded = await Recorded.begin(load, participants);
    const report = await (words['kill'] === 'yes' ? killed : measured)(recorded, participants, minutes * 60);
    await recorded.leave();
    return report;
  } finally {
    await load.close();
  }
}

async function measured(recorded: Recorded, participants: number, seconds: number): Promise<Report> {
  const { load } = recorded;
  const without = await load.measure(seconds / 2);
  const memoryBefore = usageOf(load.server.pid).rssKiB;
  progress(`without: ${without.serverCpuShare} of a core`);
  const link = await recorded.start();
  const with_ = await load.measure(seconds / 2);
  const memory = usageOf(load.server.pid).rssKiB;
  progress(`with: ${with_.serverCpuShare} of a core`);
  const { readyMs, manifest } = await recorded.stop(link);
  const written = await readFiles(recorded.folderOf(link), manifest.streams);
  const ofKind = (isSound: boolean) => written.filter(({ source }) => (source === 'mic') === isSound);
  const [sound, pictures] = [missingOf(ofKind(true)), missingOf(ofKind(false))];
  const skew = spread(skews(written));
  const more = with_.serverCpuShare - without.serverCpuShare;
  const failures = await load.failures();
  if (more > moreCores) failures.push(`recording takes ${round(more)} of a core`);
  if (more > without.serverCpuShare * moreShare)
    failures.push(`recording takes ${round((more / without.serverCpuShare) * 100)} % more`);
  if (sound.missing + pictures.missing > 0)
    failures.push(`${sound.missing} frames of sound and ${pictures.missing} of pictures are missing`);
  if (skew.p99 > mostSkewMs) failures.push(`pictures are ${skew.p99} ms from the voices`);
  if (readyMs > readyWithinMs) failures.push(`it was ready after ${round(readyMs)} ms`);
  if (pictures.frames === 0 || sound.frames === 0) failures.push('nothing was recorded');
  return {
    scenario: 'recording',
    ...judge(failures, { void: without.void ?? with_.void, disturbed: without.disturbed || with_.disturbed }),
    participants,
    failures,
    seconds: { without: without.seconds, with: with_.seconds },
    serverCpuShare: { without: without.serverCpuShare, with: with_.serverCpuShare, more: round(more) },
    moreOfServer: round(more / without.serverCpuShare),
    rssKiB: { before: memoryBefore, recording: memory },
    loopDelayMs: { without: without.loopDelayMs, with: with_.loopDelayMs },
    packetsOutPerSecond: { without: without.packetsOutPerSecond, with: with_.packetsOutPerSecond },
    lossByServer: with_.lossByServer,
    files: manifest.streams.length,
    sound,
    pictures,
    skewMs: skew,
    readyMs: round(readyMs),
    megabytesPerMinute: round(manifest.bytes / 1e6 / (manifest.duration / 60_000)),
    generatorCpuShares: with_.generatorCpuShares,
    othersCpuShare: with_.othersCpuShare,
    serverSaid: load.serverSaid,
  };
}

/** The server is killed in the middle and started again: how much of each stream is missing before its death? */
async function killed(recorded: Recorded, participants: number, seconds: number): Promise<Report> {
  const { load } = recorded;
  const link = await recorded.start();
  const measure = await load.measure(seconds / 2);
  const killedAt = performance.timeOrigin + performance.now();
  await load.server.kill();
  await load.server.launch();
  const manifest = await recorded.manifest(link);
  const written = await readFiles(recorded.folderOf(link), manifest.streams);
  const before = written.map(({ frames }) => frames.filter(({ sentAt }) => sentAt <= killedAt).at(-1)?.sentAt ?? 0);
  const missing = before.map((last) => (killedAt - last) / 1_000);
  const worst = Math.max(...missing);
  const failures: string[] = [];
  if (written.length < lesson.cameras + lesson.talkers + lesson.screens) failures.push('a stream has no file');
  if (worst > mostMissingSeconds) failures.push(`${round(worst)} s are missing`);
  return {
    scenario: 'recording',
    ...judge(failures, measure),
    participants,
    failures,
    kill: true,
    seconds: measure.seconds,
    missingSeconds: spread(missing),
    streams: written.length,
    files: manifest.streams.length,
    lastLineAt: (await recorded.lastLine(link))?.at,
    generatorCpuShares: measure.generatorCpuShares,
    othersCpuShare: measure.othersCpuShare,
  };
}
