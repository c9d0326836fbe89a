import type { FileId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import { slides } from '@plenum/shared/features/slides/contract';

/** The files of presentations that these entries remove. */
export function filesOfRemoved(entries: readonly LogEntry[]): readonly FileId[] {
  return entries.flatMap(({ feature, event, payload }) => {
    if (feature !== slides.name || event !== 'removed') return [];
    return slides.events.removed.payload.parse(payload).files ?? [];
  });
}
