import { lobby } from '@plenum/shared/features/lobby/contract';
import { Hourglass, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { useMeeting, useSession } from '../../app/session.ts';
import { useEntrance } from '../../app/door.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';

/** The page of a waiting person: the place in the queue, the words of the hosts, and a check of the devices. */
export function WaitingPage() {
  const { t } = useTranslation();
  const title = useMeeting(({ room }) => room.title);
  const { doors } = useEntrance();
  const session = useSession();
  return (
    <PageFrame title={t('lobby.waitTitle')} said={t('lobby.waitBody')}>
      <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 sm:px-6 md:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] md:items-center md:gap-10">
        <div className="order-2 flex min-w-0 flex-col gap-3 md:order-none">
          <h2 className="font-bold">{t('lobby.meanwhile')}</h2>
          {doors.map(({ name, Preview }) => Preview && <Preview key={name} />)}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <header className="flex flex-col gap-1">
            <p dir="auto" className="line-clamp-2 text-dim [overflow-wrap:anywhere]">
              {title}
            </p>
            <h1 className="text-2xl font-bold md:text-3xl">{t('lobby.waitTitle')}</h1>
          </header>
          <Place />
          <HostWords />
          {doors.map(({ name, PreJoin }) => PreJoin && <PreJoin key={name} />)}
          <Button wide onPress={() => void session.leave()}>
            {t('lobby.stopWaiting')}
          </Button>
        </div>
      </div>
    </PageFrame>
  );
}

function Place() {
  const { t } = useTranslation();
  const isOpen = useMeeting(({ line }) => line.state === 'open');
  const place = usePlace(isOpen);
  const Icon = isOpen ? Hourglass : Unplug;
  return (
    <div className="flex items-center gap-4 rounded-tile border border-line bg-surface p-4">
      <Icon aria-hidden="true" className="size-7 shrink-0 text-accent-text" />
      <div className="min-w-0">
        <output className="block text-lg font-bold tabular">
          {!isOpen ? t('lobby.lineLost') : place ? t('lobby.place', { ...place }) : t('lobby.asked')}
        </output>
        <p className="text-dim">{t('lobby.waitBody')}</p>
      </div>
    </div>
  );
}

/** My place in the queue: requested once on each line, then sent by the server. */
function usePlace(isOpen: boolean): { readonly place: number; readonly of: number } | undefined {
  const session = useSession();
  const [place, setPlace] = useState<{ readonly place: number; readonly of: number }>();
  useEffect(() => session.onVolatile(lobby, 'placed', setPlace), [session]);
  useEffect(() => {
    // Without an answer, the next event has the place.
    if (isOpen) session.send(lobby, 'look', {}).then(setPlace, () => undefined);
  }, [session, isOpen]);
  return place && place.place > 0 ? place : undefined;
}

/** The words of the hosts to all waiting people, and to me. */
function HostWords() {
  const { t } = useTranslation();
  const all = useMeeting((state) => stateOf(state, lobby).words);
  const mine = useMeeting((state) => stateOf(state, lobby).waiting[state.me.id]?.words ?? '');
  const said = [
    { key: 'mine', title: t('lobby.toYou'), words: mine },
    { key: 'all', title: t('lobby.toAll'), words: all },
  ].filter(({ words }) => words !== '');
  return (
    <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
      {said.map(({ key, title, words }) => (
        <figure key={key} className="rounded-tile bg-accent-soft p-4">
          <figcaption className="text-sm text-accent-text">{title}</figcaption>
          <blockquote dir="auto" className="[overflow-wrap:anywhere]">
            {words}
          </blockquote>
        </figure>
      ))}
    </div>
  );
}
