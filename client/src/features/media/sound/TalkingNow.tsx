import { isolated } from '@plenum/shared/core/direction';
import { presence } from '@plenum/shared/features/presence/contract';
import { AudioLines } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useMeeting } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { Sign } from '../../../ui/Sign.tsx';

/** The names of the talking members, in the top bar. Not read out, because screen reader users hear the members. */
export function TalkingNow() {
  const { t, i18n } = useTranslation();
  const names = useMeeting(
    useShallow((state) =>
      state.speaking
        .slice(0, 3)
        .flatMap((id) => (id === state.me.id ? t('app.you') : (stateOf(state, presence).members[id]?.name ?? []))),
    ),
  );
  if (names.length === 0) return null;
  return (
    <span className="flex min-w-0 items-center gap-2 rounded-full bg-raised px-3 py-1 text-sm text-accent-text">
      <Sign icon={AudioLines} words={t('media.talkingNow')} className="size-4 shrink-0" />
      <span className="truncate">
        {new Intl.ListFormat(i18n.language, { style: 'short', type: 'unit' }).format(names.map(isolated))}
      </span>
    </span>
  );
}
