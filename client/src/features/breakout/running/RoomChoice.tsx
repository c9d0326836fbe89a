import { breakout } from '@plenum/shared/features/breakout/contract';
import { DoorOpen } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { breakoutOf, useEverybody, useRunning } from '../useBreakout.ts';

/** The open rooms for participants: who is where, and which rooms they may enter. */
export function RoomChoice() {
  const { t } = useTranslation();
  const running = useRunning();
  const ask = useAskHome();
  const everybody = useEverybody();
  const me = useHomeMeeting((state) => state.me.id);
  const places = useHomeMeeting((state) => breakoutOf(state)?.places);
  if (!running) {
    return (
      <div className="flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
        <DoorOpen aria-hidden="true" className="size-9 text-dim" />
        <p className="font-bold">{t('breakout.none')}</p>
        <p className="text-dim">{t('breakout.noneBody')}</p>
      </div>
    );
  }
  const mayEnter = (room: string) => running.options.choice === 'free' || running.assigned[me] === room;
  return (
    <ul className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
      {running.rooms.map(({ id, name, state }) => {
        const members = Object.keys(places ?? {}).filter((member) => places?.[member] === id);
        const names = members.map((member) => everybody[member]?.name ?? t('app.somebody'));
        const isHere = places?.[me] === id;
        return (
          <li key={id} className="flex flex-col gap-2 rounded-tile border border-line p-3">
            <h3 className="font-bold">
              <bdi>{name}</bdi>
            </h3>
            <p className="text-sm text-dim">
              {state === 'failed'
                ? t('breakout.couldNotOpen')
                : names.length === 0
                  ? t('breakout.nobody')
                  : names.map((member, index) => (
                      <Fragment key={members[index]}>
                        {index > 0 && ', '}
                        <bdi>{member}</bdi>
                      </Fragment>
                    ))}
            </p>
            {isHere && <p className="text-sm text-accent-text">{t('breakout.youAreHere')}</p>}
            {!isHere && state === 'open' && mayEnter(id) && (
              <Button onPress={() => void ask(breakout, 'enter', { room: id })}>
                {t('breakout.goTo', { room: name })}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
