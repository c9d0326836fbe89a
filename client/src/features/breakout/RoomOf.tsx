import { DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { Sign } from '../../ui/Sign.tsx';
import { breakoutOf } from './useBreakout.ts';

/** The room of one member, for the list of people. */
export function RoomOf({ member }: { readonly member: string }) {
  const { t } = useTranslation();
  const name = useMeeting((state) => {
    const rooms = breakoutOf(state);
    const place = rooms?.places[member];
    return rooms?.running?.rooms.find(({ id }) => id === place)?.name;
  });
  if (name === undefined) return null;
  return (
    <span className="inline-flex max-w-32 items-center gap-1 rounded-full bg-raised px-2 text-[0.8125rem] leading-6">
      <Sign icon={DoorOpen} words={t('breakout.isIn')} className="size-4 shrink-0" />
      <bdi className="truncate">{name}</bdi>
    </span>
  );
}
