import { presence } from '@plenum/shared/features/presence/contract';
import { CircleX, LogOut, UserRoundCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { stateOf } from '../../core/store.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { openDialog } from './dialogs.ts';

/** The ways in which a host leaves people behind: with another host, after a hand-over, without a host, or by ending the meeting. */
export function useLeavingEntries(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const session = useSession();
  const owns = useHomeMeeting(({ me }) => me.abilities.includes('roomManage'));
  const me = useHomeMeeting((state) => state.me.id);
  const members = useHomeMeeting((state) => stateOf(state, presence).members);
  const others = Object.values(members).filter(({ id, online }) => id !== me && online);
  if (!owns || others.length === 0) return [];
  const hasHost = others.some(({ role }) => role === 'host');
  const icon = (Icon: typeof LogOut) => <Icon aria-hidden="true" className="size-5 text-dim" />;
  return [
    ...(hasHost
      ? []
      : [
          {
            id: 'handOver',
            label: t('moderation.leave.handOver'),
            icon: icon(UserRoundCheck),
            run: () => openDialog({ kind: 'handOver' }),
          },
        ]),
    {
      id: 'leave',
      label: hasHost ? t('moderation.leave.withHost') : t('moderation.leave.withoutHost'),
      icon: icon(LogOut),
      run: () => void session.leave(),
    },
    {
      id: 'end',
      label: t('moderation.end'),
      icon: <CircleX aria-hidden="true" className="size-5" />,
      danger: true,
      run: () => openDialog({ kind: 'end' }),
    },
  ];
}
