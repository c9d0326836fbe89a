import type { BotPlan, Sending } from '../bots/Bot.ts';

/** A lesson: cameras are on with these people, the first of them talk, the first of all shows the screen. */
export const lesson = { cameras: 9, talkers: 3, screens: 1 } as const;

/** Listeners that are read in full, beside the senders who all are. */
const wholeListeners = 3;

/**
 * Everybody has a microphone open; all but the talkers' are muted, as in a lesson.
 * @param participants at least as many as have cameras on
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

/** How many streams flow to this bot while the talkers talk: all that flow but its own. */
export function flowingTo({ sends }: BotPlan): number {
  const own = sends.filter((sending) => sending !== 'mutedMic').length;
  return lesson.cameras + lesson.talkers + lesson.screens - own;
}
