import { poll } from '@plenum/shared/features/poll/contract';
import { writeOutcome } from '@plenum/shared/features/poll/results';
import type { Keep, RoomKept } from '../../app/keeps.ts';
import { stateOf } from '../../core/store.ts';
import { words } from '../../i18n/i18n.ts';
import { csvFile } from '../../ui/saveFile.ts';
import { labelsOf } from './polls.ts';

/** Returns a table for each published poll of a room. */
export function keepsOf(room: RoomKept): readonly Keep[] {
  return stateOf(room, poll).polls.flatMap((one) => {
    const table = writeOutcome(one, labelsOf(one.setup.choice, words.t));
    if (table === undefined) return [];
    const label = words.t('poll.resultOf', { question: one.setup.question });
    return [{ key: `poll ${one.id}`, label, file: `${label.slice(0, 80)}.csv`, make: async () => csvFile(table) }];
  });
}
