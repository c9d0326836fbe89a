import { breakout, type OpenRoom, type Running } from '@plenum/shared/features/breakout/contract';
import { BellRing, DoorOpen, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { type ListedPerson, PeopleList } from '../PeopleList.tsx';
import { breakoutOf } from '../useBreakout.ts';

interface Props {
  readonly room: OpenRoom;
  readonly running: Running;
  readonly people: readonly ListedPerson[];
  readonly onDrop: (ids: readonly string[]) => void;
  readonly moves: (id: string) => readonly MenuGroup[];
}

/** One open room on the board: its people, its call for a moderator, and a button to enter it. */
export function RoomCard({ room: { id, name, state }, running, people, onDrop, moves }: Props) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const isHere = useHomeMeeting((meeting) => breakoutOf(meeting)?.places[meeting.me.id] === id);
  const calls = running.help.some((call) => call.room === id);
  const stepIn = () =>
    void ask(breakout, 'enter', { room: id }).then((done) => done && calls && ask(breakout, 'helped', { room: id }));
  return (
    <section aria-label={name} className="flex flex-col gap-1 rounded-tile border border-line p-2">
      <div className="flex items-center gap-1 pl-2">
        <h3 className="min-w-0 flex-1 truncate font-bold">
          <bdi>{name}</bdi>
        </h3>
        {state === 'open' &&
          (isHere ? (
            <Button look="quiet" onPress={() => void ask(breakout, 'back', {})}>
              {t('breakout.stepOut')}
            </Button>
          ) : (
            <Button look="quiet" onPress={stepIn}>
              <DoorOpen aria-hidden="true" className="size-5" />
              {t('breakout.stepIn')} <span className="sr-only">{name}</span>
            </Button>
          ))}
        <Button
          look="quiet"
          square
          aria-label={t('breakout.closeRoom', { room: name })}
          onPress={() => void ask(breakout, 'close', { room: id })}
        >
          <X aria-hidden="true" className="size-4" />
        </Button>
      </div>
      {calls && (
        <p className="flex items-center gap-2 rounded-control bg-amber-soft px-2 text-amber-text">
          <BellRing aria-hidden="true" className="size-5 shrink-0" />
          <span className="min-w-0 flex-1 py-2">{t('breakout.callsYou')}</span>
          <Button look="quiet" onPress={() => void ask(breakout, 'helped', { room: id })}>
            {t('breakout.helped')}
          </Button>
        </p>
      )}
      {state === 'opening' && <p className="px-2 py-2.5 text-sm text-dim">{t('breakout.opening')}</p>}
      {state === 'failed' && <p className="px-2 py-2.5 text-sm text-danger-text">{t('breakout.couldNotOpen')}</p>}
      {state === 'open' && (
        <PeopleList
          label={t('breakout.peopleOf', { room: name })}
          people={people}
          empty={t('breakout.nobody')}
          onDrop={onDrop}
          moves={moves}
        />
      )}
    </section>
  );
}
