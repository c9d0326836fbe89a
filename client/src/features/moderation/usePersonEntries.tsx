import { endedWith, media, type Source } from '@plenum/shared/features/media/contract';
import { lockNames, moderation } from '@plenum/shared/features/moderation/contract';
import { lockedRoles } from '@plenum/shared/features/moderation/rights';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import {
  Crown,
  Lock,
  LockOpen,
  type LucideIcon,
  Mic,
  MicOff,
  MonitorX,
  Pencil,
  Presentation,
  UserX,
  VideoOff,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { openDialog } from './dialogs.ts';
import { useMay, useReaches } from './useMay.ts';

const icon = (Icon: LucideIcon) => <Icon aria-hidden="true" className="size-5 text-dim" />;

/** The menu entries of a moderator for one person. */
export function usePersonEntries(member: PresentMember): readonly MenuEntry[] {
  const sending = useSendingEntries(member);
  const presenting = usePresentingEntries(member);
  const standing = useStandingEntries(member);
  return [...sending, ...presenting, ...standing];
}

/** Entries for the person's microphone, camera and share. */
function useSendingEntries({ id, role }: PresentMember): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const may = useMay('memberManage');
  const reaches = useReaches(role);
  const isMe = useMeeting(({ me }) => me.id === id);
  const streams = useMeeting((state) => stateOf(state, media).streams[id]);
  if (!may || isMe) return [];
  const isHeard = streams?.mic !== undefined && !streams.mic.muted;
  const mute: MenuEntry = isHeard
    ? {
        id: 'mute',
        label: t('moderation.mute'),
        icon: icon(MicOff),
        disabled: !reaches,
        run: () => void ask(moderation, 'mute', { member: id }),
      }
    : {
        id: 'askUnmute',
        label: t('moderation.askUnmute'),
        icon: icon(Mic),
        run: () => void ask(moderation, 'askUnmute', { member: id }),
      };
  const sends = (source: Source) => endedWith(source).some((one) => streams?.[one] !== undefined);
  const stops = (['camera', 'screen', 'contentCamera'] as const).filter((source) => sends(source) && reaches);
  return [
    mute,
    ...stops.map((source) => ({
      id: `stop-${source}`,
      label: t(`moderation.stop.${source}`),
      icon: icon(source === 'screen' ? MonitorX : VideoOff),
      run: () => void ask(media, 'stop', { member: id, source }),
    })),
  ];
}

/** Entries for the presenter's mark. */
function usePresentingEntries({ id }: PresentMember): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const may = useMay('presenterSet');
  const isMe = useMeeting(({ me }) => me.id === id);
  const presents = useMeeting((state) => stateOf(state, moderation).presenter === id);
  if (!may) return [];
  const label = presents ? t('moderation.unpresent') : isMe ? t('moderation.takePresenter') : t('moderation.present');
  return [
    {
      id: 'present',
      label,
      icon: icon(Presentation),
      run: () => void ask(moderation, 'present', presents ? {} : { member: id }),
    },
  ];
}

/** Entries for locks, rights, the name, and removal. */
function useStandingEntries({ id, role }: PresentMember): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const mayMembers = useMay('memberManage');
  const mayRoles = useMay('roleManage');
  const reaches = useReaches(role);
  const isMe = useMeeting(({ me }) => me.id === id);
  const isFree = useMeeting((state) => stateOf(state, moderation).unlocked[id] ?? false);
  const anyLock = useMeeting((state) => lockNames.some((name) => stateOf(state, moderation).locks[name]));
  if (!reaches || isMe || !(mayMembers || mayRoles)) return [];
  const entries: MenuEntry[] = [];
  if (mayMembers && (anyLock || isFree) && lockedRoles.includes(role)) {
    entries.push({
      id: 'exempt',
      label: isFree ? t('moderation.lockOne') : t('moderation.unlockOne'),
      icon: icon(isFree ? Lock : LockOpen),
      run: () => void ask(moderation, 'exempt', { member: id, unlocked: !isFree }),
    });
  }
  const rights = { id: 'rights', label: t('moderation.rights'), icon: icon(Crown) };
  entries.push({ ...rights, run: () => openDialog({ kind: 'rights', member: id }) });
  if (mayMembers) {
    entries.push(
      {
        id: 'rename',
        label: t('moderation.rename'),
        icon: icon(Pencil),
        run: () => openDialog({ kind: 'rename', member: id }),
      },
      {
        id: 'remove',
        label: t('moderation.remove'),
        icon: <UserX aria-hidden="true" className="size-5" />,
        danger: true,
        run: () => openDialog({ kind: 'remove', member: id }),
      },
    );
  }
  return entries;
}
