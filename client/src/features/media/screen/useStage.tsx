import { media } from '@plenum/shared/features/media/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { StageItem } from '../../../app/slots.ts';
import { useMeeting } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { ScreenView, type ShareSource } from './ScreenView.tsx';

/** Puts new items first and keeps the order of the others. */
export function newestFirst(before: readonly string[], now: readonly string[]): readonly string[] {
  const kept = before.filter((id) => now.includes(id));
  const fresh = now.filter((id) => !before.includes(id));
  return fresh.length === 0 && kept.length === before.length ? before : [...fresh, ...kept];
}

const shareSources = ['screen', 'contentCamera'] as const satisfies readonly ShareSource[];

/** Shared screens and content cameras: the presenter's first, then the newest. */
export function useStage(): readonly StageItem[] {
  const { t } = useTranslation();
  const shares = useMeeting(
    useShallow((state) =>
      Object.entries(stateOf(state, media).streams).flatMap(([member, streams]) =>
        shareSources.filter((source) => streams[source]).map((source) => `${source}/${member}`),
      ),
    ),
  );
  const names = useMeeting(
    useShallow((state) =>
      shares.map((key) => stateOf(state, presence).members[partsOf(key).member]?.name ?? t('app.somebody')),
    ),
  );
  const me = useMeeting(({ me: { id } }) => id);
  const presenter = useMeeting((state) => stateOf(state, moderation).presenter);
  const [order, setOrder] = useState<readonly string[]>(shares);
  const next = newestFirst(order, shares);
  if (next !== order) setOrder(next);
  const leads = (key: string) => partsOf(key).member === presenter;
  return [...next.filter(leads), ...next.filter((key) => !leads(key))].map((key) => {
    const { member, source } = partsOf(key);
    const words = titles[source];
    const title = member === me ? t(words.mine) : t(words.theirs, { name: names[shares.indexOf(key)] ?? '' });
    return {
      key,
      title,
      member,
      render: (place) => <ScreenView member={member} source={source} title={title} place={place} />,
    };
  });
}

const titles = {
  screen: { mine: 'media.yourScreen', theirs: 'media.screenOf' },
  contentCamera: { mine: 'media.contentCamera.yours', theirs: 'media.contentCamera.of' },
} as const;

/** Member and source from a share's key. */
function partsOf(key: string): { readonly member: string; readonly source: ShareSource } {
  const at = key.indexOf('/');
  return { member: key.slice(at + 1), source: key.startsWith('screen/') ? 'screen' : 'contentCamera' };
}
