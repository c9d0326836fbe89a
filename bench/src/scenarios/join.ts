import type { Stages } from '../bots/Bot.ts';
import { lesson, lessonPlans } from '../load/lesson.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge } from '../load/Measured.ts';
import { type Options, type Report, type Spread, spread } from '../report.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** How long the slowest member may take from the first click, in ms; then it counts as failed. */
const timeoutMs = 30_000;

/** From the first click to each stage, in ms. */
function byStage(stages: readonly Stages[]): Record<Exclude<keyof Stages, 'began'>, Spread> {
  const since = (stage: keyof Stages) =>
    spread(stages.filter((one) => one[stage] > 0).map((one) => one[stage] - one.began));
  return {
    welcome: since('welcome'),
    mediaOpen: since('mediaOpen'),
    connected: since('connected'),
    firstPacket: since('firstPacket'),
  };
}

/** Many members join a running lesson within a few seconds, all with real signalling, ICE, DTLS and consumers. */
export async function join({ numbers }: Options): Promise<Report> {
  const { participants = 200, within = 10 } = numbers;
  const load = await MediaLoad.start();
  try {
    const plans = lessonPlans(lesson.cameras + participants);
    const roomId = await load.createRoom();
    await load.arrive(roomId, plans.slice(0, lesson.cameras), 1_000);
    await load.until(({ whole }) => whole.connected === lesson.cameras, timeoutMs);
    progress(`the lesson has begun with ${lesson.cameras}`);
    const before = await load.stages();
    const measuring = load.measure(within + 5);
    await load.arrive(roomId, plans.slice(lesson.cameras), within * 1_000);
    progress(`${participants} have a seat or failed`);
    const all = (stages: readonly Stages[]) => stages.filter(({ firstPacket }) => firstPacket > 0).length;
    const end = performance.now() + timeoutMs;
    let now = await load.stages();
    while (all(now.stages) < plans.length && performance.now() < end) {
      await wait(500);
      now = await load.stages();
    }
    const known = new Set(before.stages.map(({ began }) => began));
    const newcomers = now.stages.filter(({ began }) => !known.has(began));
    const measured = await measuring;
    const failures = await load.failures();
    const silent = participants - all(newcomers);
    if (silent > 0) failures.push(`${silent} got no packet within ${timeoutMs / 1_000} s`);
    return {
      scenario: 'join',
      ...judge(failures, measured),
      participants,
      failures,
      within,
      alreadyThere: lesson.cameras,
      wholeListeners: measured.whole.bots,
      thinListeners: measured.thin.bots,
      ticketMs: spread(now.ticketMs),
      sinceClickMs: byStage(newcomers),
      consumers: measured.consumers,
      serverCpuShare: measured.serverCpuShare,
      generatorCpuShares: measured.generatorCpuShares,
      othersCpuShare: measured.othersCpuShare,
      loopDelayMs: measured.loopDelayMs,
      serverSaid: load.serverSaid,
    };
  } finally {
    await load.close();
  }
}
