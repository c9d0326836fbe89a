import { Disc } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { openRecording, useControlsRecording, useRecording } from './useRecording.ts';

/** The "More" menu's entry for recording, for members who may; while a recording runs, for everybody. */
export function useRecordingEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const now = useRecording();
  if (!useControlsRecording() && !now) return [];
  const icon = <Disc aria-hidden="true" className="size-5 text-dim" />;
  return [{ id: 'recording', label: t(now ? 'recording.title' : 'recording.record'), icon, run: openRecording }];
}
