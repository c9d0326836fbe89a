import { media } from '@plenum/shared/features/media/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { StageItem } from '../../app/slots.ts';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { ScreenView } from './ScreenView.tsx';

/** Puts those who are new in front and keeps the order of the others. */
export function newestFirst(before: readonly string[], now: readonly string[]): readonly string[] {
  const kept = before.filter((id) => now.includes(id));
  const fresh = now.filter((id) => !before.includes(id));
  return fresh.length === 0 && kept.length === before.length ? before : [...fresh, ...kept];
}

/** The screens that are shared now: the presenter's, then the newest first. */
export function useStage(): readonly StageItem[] {
  const { t } = useTranslation();
  const sharers = useMeeting(
    useShallow((state) =>
      Object.entries(stateOf(state, media).streams)
        .filter(([, streams]) => streams.screen)
        .map(([id]) => id),
    ),
  );
  const names = useMeeting(
    useShallow((state) => sharers.map((id) => stateOf(state, presence).members[id]?.name ?? '')),
  );
  const me = useMeeting(({ me: { id } }) => id);
  const presenter = useMeeting((state) => stateOf(state, moderation).presenter);
  const [order, setOrder] = useState<readonly string[]>(sharers);
  const next = newestFirst(order, sharers);
  if (next !== order) setOrder(next);
  const leading = next.filter((member) => member === presenter);
  return [...leading, ...next.filter((member) => member !== presenter)].map((member) => {
    const title =
      member === me ? t('media.yourScreen') : t('media.screenOf', { name: names[sharers.indexOf(member)] ?? '' });
    return {
      key: `screen/${member}`,
      title,
      member,
      render: (place) => <ScreenView member={member} title={title} place={place} />,
    };
  });
}
