import { moderation } from '@plenum/shared/features/moderation/contract';
import { CircleX, Lock, Presentation } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../app/errorWords.ts';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { showToast } from '../../ui/toasts.ts';
import { openDialog } from './dialogs.ts';
import { useMay } from './useMay.ts';

/** Entries of the "More" menu: asking for the presenter's mark, locks, and ending the meeting, each by the member's rights. */
export function useModerationEntries(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const take = useTakeEntry();
  const moderates = useMay('memberManage');
  const owns = useMay('roomManage');
  const icon = (Icon: typeof Lock) => <Icon aria-hidden="true" className="size-5 text-dim" />;
  return [
    ...take,
    ...(moderates
      ? [{ id: 'locks', label: t('moderation.locks'), icon: icon(Lock), run: () => openDialog({ kind: 'locks' }) }]
      : []),
    ...(owns
      ? [
          {
            id: 'end',
            label: t('moderation.end'),
            icon: <CircleX aria-hidden="true" className="size-5" />,
            danger: true,
            run: () => openDialog({ kind: 'end' }),
          },
        ]
      : []),
  ];
}

function useTakeEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const session = useSession();
  const chooses = useMay('presenterSet');
  const policy = useMeeting((state) => stateOf(state, moderation).presenterPolicy);
  const presents = useMeeting((state) => stateOf(state, moderation).presenter === state.me.id);
  if (presents || (policy === 'moderators' && !chooses)) return [];
  const take = async () => {
    try {
      const { asked } = await session.send(moderation, 'takePresenter', {});
      if (asked) showToast({ tone: 'calm', words: t('moderation.presenterWished') });
    } catch (error) {
      showToast({ tone: 'warning', words: t(wordsOfError(error)) });
    }
  };
  const label = policy === 'ask' && !chooses ? t('moderation.askPresenter') : t('moderation.takePresenter');
  return [
    {
      id: 'takePresenter',
      label,
      icon: <Presentation aria-hidden="true" className="size-5 text-dim" />,
      run: () => void take(),
    },
  ];
}
