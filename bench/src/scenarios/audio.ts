import type { BotPlan } from '../bots/Bot.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge } from '../load/Measured.ts';
import { type Options, type Report, round, spread } from '../report.ts';

/** Number of whole listeners. */
const whole = 5;

/** One member talks, many only listen: the cost of one forwarded audio packet. */
export async function audio({ numbers }: Options): Promise<Report> {
  const { listeners = 200, seconds = 20 } = numbers;
  const load = await MediaLoad.start();
  try {
    const roomId = await load.createRoom();
    const plans: BotPlan[] = Array.from({ length: listeners + 1 }, (_, index) => ({
      name: `Bot ${index}`,
      depth: index <= whole ? 'whole' : 'thin',
      sends: index === 0 ? ['mic'] : [],
    }));
    await load.arrive(roomId, plans.slice(0, 1), 100);
    await load.arrive(roomId, plans.slice(1), listeners * 50);
    const flowing = await load.until(
      ({ whole, thin }) => [...whole.flowing, ...thin.flowing].filter((count) => count > 0).length >= listeners,
      25_000,
    );
    const { whole: read, thin, void: reason, ...measured } = await load.measure(seconds);
    const failures = await load.failures();
    if (!flowing) failures.push('not everybody hears it');
    return {
      scenario: 'audio',
      ...judge(failures, { void: reason, disturbed: measured.disturbed }),
      participants: listeners + 1,
      failures,
      wholeListeners: read.bots - 1,
      thinListeners: thin.bots,
      ...measured,
      lossAtWholeListeners: round(read.lost / Math.max(1, read.received + read.lost)),
      lossAtThinListeners: round(thin.lost / Math.max(1, thin.received + thin.lost)),
      voiceDelayMs: spread(read.delays),
    };
  } finally {
    await load.close();
  }
}
