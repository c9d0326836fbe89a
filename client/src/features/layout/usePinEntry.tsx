import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { togglePin, usePins } from '../../app/preferences/view.ts';
import { useMeeting } from '../../app/session.ts';
import { useAbsentMembers } from '../../app/house.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

/** The entry of a person's menu that keeps the person's tile large; only for members with a tile here. */
export function usePinEntry({ id }: PresentMember): readonly MenuEntry[] {
  const { t } = useTranslation();
  const isPinned = usePins().includes(id);
  const isMe = useMeeting(({ me }) => me.id === id);
  const isAbsent = useAbsentMembers().includes(id);
  if (isMe || isAbsent) return [];
  const Icon = isPinned ? PinOff : Pin;
  return [
    {
      id: 'pin',
      label: isPinned ? t('meeting.unpin') : t('meeting.pin'),
      icon: <Icon aria-hidden="true" className="size-5 text-dim" />,
      run: () => togglePin(id),
    },
  ];
}
