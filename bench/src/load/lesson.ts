import type { BotPlan, Sending } from '../bots/Bot.ts';

/** A lesson: these many cameras are on, the first of these members talk, the very first shows a screen. */
export const lesson = { cameras: 9, talkers: 3, screens: 1 } as const;

/** Number of listeners that are whole; senders all are. */
const wholeListeners = 3;

/**
 * Everybody has an open microphone; as in a lesson, all but the talkers' are muted.
 * @param participants at least the number of cameras
 */
export function lessonPlans(participants: number): BotPlan[] {
  return Array.from({ length: participants }, (_, index) => {
    const sends: Sending[] = [index < lesson.talkers ? 'mic' : 'mutedMic'];
    if (index < lesson.cameras) sends.push('camera');
    if (index < lesson.screens) sends.push('screen');
    const depth = index < lesson.cameras + wholeListeners ? 'whole' : 'thin';
    return { name: `Bot ${index}`, depth, sends };
  });
}

/** Number of streams that flow to this bot while the talkers talk: all but its own. */
export function flowingTo({ sends }: BotPlan): number {
  const own = sends.filter((sending) => sending !== 'mutedMic').length;
  return lesson.cameras + lesson.talkers + lesson.screens - own;
}
