import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { bestKind, forgetRoom, knownRooms } from './roomKeys.ts';

/** Links to the rooms that this browser has visited; empty on a first visit. */
export function RecentRooms() {
  const { t } = useTranslation();
  const [rooms, setRooms] = useState(knownRooms);
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby="recent-rooms" className="flex flex-col gap-2">
      <h2 id="recent-rooms" className="font-bold">
        {t('start.recent')}
      </h2>
      <ul className="flex flex-col divide-y divide-line rounded-tile border border-line bg-surface">
        {rooms.slice(0, 4).map((room) => (
          <li key={room.id} className="flex items-center gap-1 pr-1.5">
            <Link
              href={`/r/${room.id}`}
              className="flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-tile px-4 py-2 hover:bg-raised"
            >
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {room.title}
              </span>
              {bestKind(room) === 'host' && <span className="shrink-0 text-sm text-dim">{t('start.recentHost')}</span>}
            </Link>
            <Button
              look="quiet"
              square
              aria-label={t('start.forget', { title: room.title })}
              onPress={() => {
                forgetRoom(room.id);
                setRooms(knownRooms());
              }}
            >
              <X aria-hidden="true" className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
