import type { HerdFigures } from '../bots/Herd.ts';
import { flowingTo, lesson, lessonPlans } from '../load/lesson.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge, type Measured } from '../load/Measured.ts';
import { Squeeze } from '../load/Squeeze.ts';
import { type Options, type Report, round, spread } from '../report.ts';

const apartMs = 100;
const settleMs = 25_000;
/** How long the worker is measured before and after, in seconds. */
const calmSeconds = 6;
/** How long the pictures may take to come back, in ms. */
const backMs = 120_000;
/** What sound must keep while the worker has too little time. */
const mostLoss = 0.001;
const latestMs = 200;

const progress = (text: string) => void process.stderr.write(`${text}\n`);

type Herds = { readonly whole: HerdFigures; readonly thin: HerdFigures };

const flowing = ({ whole, thin }: Herds) => [...whole.flowing, ...thin.flowing].reduce((sum, count) => sum + count, 0);
const shownTo = ({ whole, thin }: Herds) => [...new Set([...whole.shown, ...thin.shown])].toSorted();

function soundOf({ whole, thin }: Pick<Measured, 'whole' | 'thin'>) {
  const [received, lost] = (['received', 'lost'] as const).map((field) => whole.sound[field] + thin.sound[field]);
  return {
    packets: received ?? 0,
    loss: round((lost ?? 0) / Math.max(1, (received ?? 0) + (lost ?? 0))),
    longestGapMs: round(Math.max(whole.sound.longestGapMs, thin.sound.longestGapMs)),
    delayMs: spread(whole.delays),
  };
}

function summary({ whole, thin, void: reason, ...measured }: Measured) {
  return { ...(reason !== undefined && { void: reason }), sound: soundOf({ whole, thin }), ...measured };
}

/**
 * A lesson whose worker gets only some per cent of the time that it needs, for some seconds: how sound keeps, what people
 * are told, and how soon every picture is back.
 */
export async function overload({ numbers }: Options): Promise<Report> {
  const { participants = 100, seconds = 20, percent = 65 } = numbers;
  if (participants < lesson.cameras) throw new Error(`At least ${lesson.cameras} people have their camera on.`);
  const load = await MediaLoad.start({ PLENUM_AUDIO_SLOTS: '3' });
  const failures: string[] = [];
  try {
    const plans = lessonPlans(participants);
    await load.arrive(await load.createRoom(), plans, plans.length * apartMs);
    const flowsDue = plans.reduce((sum, plan) => sum + flowingTo(plan), 0);
    if (!(await load.until((herds) => flowing(herds) >= flowsDue, settleMs)))
      failures.push('not every stream flowed before');
    const before = await load.measure(calmSeconds);
    progress(`before: ${JSON.stringify(summary(before))}`);
    const needed = Math.max(...before.workerCpuShares);
    const pid = load.server.workerPids()[before.workerCpuShares.indexOf(needed)] ?? 0;
    const { squeeze, share } = Squeeze.start(pid, (needed * percent) / 100);
    const during = await load.measure(seconds).finally(() => squeeze.end());
    const shown = shownTo(during);
    progress(`during: ${JSON.stringify({ given: share, shown, ...summary(during) })}`);
    const releasedAt = performance.now();
    const isBack = await load.until((herds) => shownTo(herds).join() === 'all', backMs);
    const backAfterMs = Math.round(performance.now() - releasedAt);
    const after = await load.measure(calmSeconds);
    progress(`after: ${JSON.stringify(summary(after))}`);
    const sound = soundOf(during);
    // A server that drops late sound leaves no gap in the numbers: what does not arrive is known by the rate before.
    const due = (soundOf(before).packets / before.seconds) * during.seconds;
    const soundShare = round(sound.packets / Math.max(1, due));
    if (sound.loss > mostLoss) failures.push(`${sound.loss} of the sound is lost`);
    // The two measurements begin and end at different places in a packet's 20 ms.
    if (soundShare < 1 - mostLoss * 5) failures.push(`only ${soundShare} of the sound arrives`);
    if (sound.delayMs.p99 > latestMs) failures.push(`sound is ${sound.delayMs.p99} ms late`);
    if (share < needed && shown.join() === 'all') failures.push('nobody was told of fewer pictures');
    if (!isBack) failures.push('people are still told of fewer pictures');
    if (flowing(after) < flowsDue) failures.push('not every stream came back');
    if (!load.server.workerPids().includes(pid)) failures.push('a media worker was replaced');
    failures.push(...(await load.failures()));
    // The programs that take the time are ours; only what disturbs the calm parts is somebody else's.
    const seen = { void: during.void ?? before.void, disturbed: before.disturbed };
    return {
      scenario: 'overload',
      ...judge(failures, seen),
      participants,
      failures,
      neededShare: needed,
      givenShare: round(share),
      shown,
      backAfterMs,
      soundShare,
      before: summary(before),
      during: summary(during),
      after: summary(after),
      serverSaid: load.server.output.trim().split('\n').filter(Boolean).slice(0, 20),
    };
  } finally {
    await load.close();
  }
}
