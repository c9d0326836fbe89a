import { execFileSync } from 'node:child_process';
import { unimpaired } from '../relay/UdpRelay.ts';
import { round } from '../report.ts';
import { usageOf } from '../usage.ts';
import { SoundCheck, type Heard } from '@plenum/client/e2e/support/soundCheck';
import type { FaultMeeting } from './FaultMeeting.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** What a fault did, and which results are worse than promised (`reliability.md`, section 6). */
export interface Outcome {
  readonly figures: Readonly<Record<string, unknown>>;
  readonly failures: readonly string[];
}

function short({ longestGapMs, concealedShare, framesPerSecond, freezeSeconds }: Heard) {
  return {
    longestGapMs,
    concealedShare: round(concealedShare),
    framesPerSecond: round(framesPerSecond),
    freezeSeconds: round(freezeSeconds),
  };
}

function late(what: string, ms: number | undefined, mostMs: number): string[] {
  if (ms === undefined) return [`${what}: never, or much too late`];
  return ms > mostMs ? [`${what}: ${ms} ms, ${mostMs} ms are promised`] : [];
}

/** For each bot: the longest silence since `listen`, in ms. */
async function botGaps({ load }: FaultMeeting): Promise<number[]> {
  const now = performance.timeOrigin + performance.now();
  return (await load.heard()).map(({ packets }) => {
    // The list ends now, because a bot without any later packet is still in the gap.
    const times = [...packets.map(({ heardAt }) => heardAt).toSorted((a, b) => a - b), now];
    return Math.round(times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0));
  });
}

/** The worker that carries the room: the one with the most CPU. */
async function busiestWorker({ load }: FaultMeeting): Promise<number> {
  const pids = load.server.workerPids();
  const before = pids.map((pid) => usageOf(pid).cpuSeconds);
  await wait(1_000);
  const busy = pids.map((pid, index) => ({ pid, seconds: usageOf(pid).cpuSeconds - (before[index] ?? 0) }));
  const [first] = busy.toSorted((one, other) => other.seconds - one.seconds);
  if (!first) throw new Error('No worker is running.');
  return first.pid;
}

/** F1 and F2: the room's worker dies, or hangs, three times. */
async function loseWorker(meeting: FaultMeeting, signal: 'SIGKILL' | 'SIGSTOP'): Promise<Outcome> {
  const vera = await meeting.enterExposed('Vera');
  const sound = await SoundCheck.on(vera);
  await sound.hearsAgain(20_000);
  const browser: number[] = [];
  const bots: number[] = [];
  const failures: string[] = [];
  for (let time = 1; time <= 3; time += 1) {
    await wait(2_000);
    const pid = await busiestWorker(meeting);
    await Promise.all([sound.reset(), meeting.load.listen()]);
    process.kill(pid, signal);
    await wait(400);
    if ((await sound.hearsAgain(20_000)) === undefined) failures.push(`time ${time}: Vera hears nothing any more`);
    await wait(4_000);
    browser.push((await sound.heard()).longestGapMs);
    bots.push(...(await botGaps(meeting)));
    progress(`time ${time}: ${JSON.stringify({ browser, bots })}`);
    if (signal === 'SIGSTOP' && meeting.load.server.workerPids().includes(pid)) {
      failures.push('the hanging worker is still there');
      process.kill(pid, 'SIGCONT');
    }
    // The crash guard counts the deaths of the last minute.
    await wait(9_000);
  }
  // A hang must be noticed first: two checks, one second apart, with two seconds for each answer.
  const mostMs = signal === 'SIGKILL' ? 2_000 : 8_000;
  const slowest = Math.max(...browser, ...bots);
  return {
    figures: { audioGapInBrowserMs: browser, audioGapAtBotsMs: bots, seats: meeting.seats('Vera') },
    failures: [
      ...failures,
      ...late('sound is back after', slowest, mostMs),
      ...(meeting.seats('Vera').online === 1 ? [] : ['Vera has not exactly one seat']),
    ],
  };
}

/** The share that the silent bots missed of the talking one; all of them have whole paths. */
async function lossAmongBots({ load }: FaultMeeting, talker: { readonly by: number }): Promise<number> {
  const heard = (await load.heard()).map(({ packets }) => packets.filter(({ by }) => by === talker.by));
  const listeners = heard.filter(({ length }) => length > 1);
  const shares = listeners.map((packets) => {
    const times = packets.map(({ at }) => at);
    // One packet every 20 ms from the first to the last.
    const due = (Math.max(...times) - Math.min(...times)) / 20 + 1;
    return Math.max(0, 1 - packets.length / due);
  });
  return shares.length === 0 ? 1 : Math.max(...shares);
}

/** F9: the path loses packets in both directions, while as many members talk as there are audio slots. */
async function losePackets(meeting: FaultMeeting): Promise<Outcome> {
  const talker = await meeting.load.speak('Bot 0', true);
  for (const name of ['Bot 1', 'Bot 2']) await meeting.load.speak(name, false);
  const will = await SoundCheck.on(await meeting.enterDirect('Will'));
  const vera = await SoundCheck.on(await meeting.enterExposed('Vera'));
  await vera.hearsAgain(20_000);
  await wait(5_000);
  const figures: Record<string, unknown> = {};
  const failures: string[] = [];
  for (const percent of [0, 1, 5, 10, 30]) {
    meeting.path.impair({ ...unimpaired, loss: percent / 100 });
    await wait(2_000);
    await Promise.all([vera.reset(), will.reset(), meeting.load.listen()]);
    await wait(12_000);
    const [hers, his] = [await vera.heard(), await will.heard()];
    const amongOthers = round(await lossAmongBots(meeting, talker));
    // What Vera says is lost on its way up, so a receiver with a whole path must conceal it too.
    figures[`loss${percent}`] = { behindThePath: short(hers), besideIt: short(his), lossAmongOthers: amongOthers };
    progress(`${percent} %: ${JSON.stringify(figures[`loss${percent}`])}`);
    if (percent === 5 && hers.concealedShare > 0.05) failures.push('more than 5 % of the sound is made up at 5 % loss');
    if (amongOthers > 0.02) failures.push(`others lose ${amongOthers} of each other at ${percent} %`);
  }
  meeting.path.impair(unimpaired);
  return { figures, failures };
}

/** F10: nothing passes for a while, and neither end is told. */
async function blackHole(meeting: FaultMeeting): Promise<Outcome> {
  const vera = await meeting.enterExposed('Vera');
  const sound = await SoundCheck.on(vera);
  await vera.opens('Chat', 'Your message to everyone');
  const figures: Record<string, unknown> = {};
  const failures: string[] = [];
  for (const seconds of [2, 10, 35]) {
    await sound.hearsAgain(20_000);
    await wait(3_000);
    await sound.reset();
    let backMs: number | undefined;
    const away = async () => {
      meeting.path.setAll('hole');
      await wait(seconds * 1_000);
      meeting.path.setAll('open');
      backMs = await sound.hearsAgain(30_000);
    };
    // At most one screen of the chat: a message that is scrolled away is not on the page.
    const said = await meeting.sayUntil(away(), Math.max(1_100, seconds * 125));
    const missing = async () =>
      (await vera.page.evaluate((texts) => texts.filter((text) => !document.body.textContent.includes(text)), said))
        .length;
    const allReadMs = await meeting.until(async () => (await missing()) === 0, 15_000);
    const seats = meeting.seats('Vera');
    figures[`hole${seconds}s`] = { soundBackAfterMs: backMs, messages: said.length, allReadAfterMs: allReadMs, seats };
    progress(`${seconds} s: ${JSON.stringify(figures[`hole${seconds}s`])}`);
    failures.push(...late(`after ${seconds} s sound is back`, backMs, 10_000));
    if (allReadMs === undefined) failures.push(`after ${seconds} s a message is missing`);
    if (seats.taken !== 1) failures.push(`after ${seconds} s Vera has ${seats.taken} seats`);
  }
  return { figures, failures };
}

/** F11: another address, as after a change of network or behind a NAT that forgets. */
async function changeAddress(meeting: FaultMeeting): Promise<Outcome> {
  const sound = await SoundCheck.on(await meeting.enterExposed('Vera'));
  await sound.hearsAgain(20_000);
  const gaps: number[] = [];
  for (let time = 1; time <= 5; time += 1) {
    await wait(3_000);
    await sound.reset();
    meeting.path.rebind();
    await wait(400);
    await sound.hearsAgain(30_000);
    await wait(1_000);
    gaps.push((await sound.heard()).longestGapMs);
    progress(`time ${time}: ${gaps.at(-1)} ms`);
  }
  return { figures: { audioGapMs: gaps }, failures: late('sound is back after', Math.max(...gaps), 3_000) };
}

/** F12: UDP is blocked, in the middle of a meeting and from the beginning. */
async function blockUdp(meeting: FaultMeeting): Promise<Outcome> {
  const sound = await SoundCheck.on(await meeting.enterExposed('Vera'));
  await sound.hearsAgain(20_000);
  await wait(3_000);
  await sound.reset();
  meeting.path.setUdp('hole');
  await wait(400);
  const midMs = await sound.hearsAgain(30_000);
  progress(`in the meeting: ${midMs} ms`);
  const tom = await SoundCheck.on(await meeting.enterExposed('Tom'));
  const heard = await tom.hearsAgain(30_000);
  const soundAfterMs = heard === undefined ? undefined : Math.round(performance.now() - meeting.askedAt);
  return {
    figures: { soundOverTcpAfterMs: midMs, soundAfterEnteringMs: soundAfterMs },
    failures: [
      // ICE must give up UDP first.
      ...late('in a meeting, sound over TCP after', midMs, 15_000),
      ...late('at the beginning, sound over TCP after', soundAfterMs, 5_000),
    ],
  };
}

/** Signals all processes of a browser. */
function signalAll(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [child = 0, parent = 0] of pairs) if (family.has(parent)) family.add(child);
  }
  for (const each of family) process.kill(each, signal);
}

/** F13: signalling dies while media lives, media dies while signalling lives, a browser hangs. */
async function halfOpen(meeting: FaultMeeting): Promise<Outcome> {
  const vera = await meeting.enterExposed('Vera');
  const sound = await SoundCheck.on(vera);
  await sound.hearsAgain(20_000);
  await wait(4_000);
  await sound.reset();
  meeting.path.signalling.set('cut');
  await wait(5_000);
  meeting.path.signalling.set('open');
  const lineBackMs = await meeting.until(() => meeting.seats('Vera').online === 1, 20_000);
  await wait(3_000);
  const { longestGapMs: gapWithoutSignalling, notSeenMs } = await sound.heard();
  progress(`without signalling: ${gapWithoutSignalling} ms of silence, line back after ${lineBackMs} ms`);
  await sound.reset();
  meeting.path.setMedia('hole');
  await wait(5_000);
  meeting.path.setMedia('open');
  const mediaBackMs = await sound.hearsAgain(30_000);
  progress(`media back after ${mediaBackMs} ms`);
  await wait(2_000);
  const pid = vera.page.browser().process()?.pid ?? 0;
  signalAll(pid, 'SIGSTOP');
  const ghostGoneMs = await meeting.until(() => meeting.seats('Vera').online === 0, 30_000);
  signalAll(pid, 'SIGCONT');
  const returnedMs = await meeting.until(() => meeting.seats('Vera').online === 1, 30_000);
  const heardMs = await sound.hearsAgain(20_000);
  const seats = meeting.seats('Vera');
  return {
    figures: {
      gapWithoutSignalling,
      notSeenMs,
      lineBackMs,
      mediaBackMs,
      ghostGoneMs,
      returnedMs,
      heardMs,
      seats,
    },
    failures: [
      ...late('silence while signalling is away', gapWithoutSignalling, 500),
      ...late('the line is back', lineBackMs, 10_000),
      ...late('media are back', mediaBackMs, 10_000),
      ...late('a ghost is gone', ghostGoneMs, 20_000),
      ...(seats.taken === 1 ? [] : [`Vera has ${seats.taken} seats`]),
    ],
  };
}

/** The faults, by their names in `reliability.md`. */
export const faults: Readonly<Record<string, (meeting: FaultMeeting) => Promise<Outcome>>> = {
  F1: (meeting) => loseWorker(meeting, 'SIGKILL'),
  F2: (meeting) => loseWorker(meeting, 'SIGSTOP'),
  F9: losePackets,
  F10: blackHole,
  F11: changeAddress,
  F12: blockUdp,
  F13: halfOpen,
};
