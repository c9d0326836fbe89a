import { aside } from '@plenum/shared/core/aside';
import { type OpenRoom, type Running, breakout } from '@plenum/shared/features/breakout/contract';
import { ArrowRight, AudioLines, BellOff, Hand } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHome, useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { Sign } from '../../../ui/Sign.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { KeptButton } from '../kept/KeptButton.tsx';
import { type ListedPerson, PeopleList } from '../PeopleList.tsx';
import { RoomCard } from './RoomCard.tsx';
import { SayToAll } from './SayToAll.tsx';
import { SpeakToAll } from './SpeakToAll.tsx';
import { TimeTools } from './TimeTools.tsx';
import { breakoutOf, useEverybody } from '../useBreakout.ts';

type Talking = Readonly<Record<string, readonly string[]>>;

/** The members who talk in each room now; only members who manage rooms get this. */
function useTalkingIn(): Talking {
  const home = useHome();
  const [talking, setTalking] = useState<Talking>({});
  useEffect(
    () =>
      home.onVolatile(breakout, 'talking', ({ room, members }) => {
        setTalking((before) => ({ ...before, [room]: members }));
      }),
    [home],
  );
  return talking;
}

/** The board of open rooms, for members who manage rooms. */
export function Board({ running }: { readonly running: Running }) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const [atOnce, setAtOnce] = useState(running.options.invite === 'now');
  const people = useListed(running);
  const places = useHomeMeeting((state) => breakoutOf(state)?.places) ?? {};
  const open = running.rooms.filter(({ state }) => state === 'open');
  const send = (members: readonly string[], room: string | undefined) => {
    const invite = atOnce ? 'now' : 'ask';
    aside(ask(breakout, 'send', { members: [...members], invite, ...(room !== undefined && { room }) }));
  };
  const moves = (id: string): readonly MenuGroup[] => [
    {
      id: 'rooms',
      title: t('breakout.moveTo'),
      chosen: places[id],
      entries: open.map(({ id: room, name }) => ({ id: room, label: name, run: () => send([id], room) })),
    },
    {
      id: 'back',
      entries:
        places[id] === undefined
          ? []
          : [{ id: 'back', label: t('breakout.takeBack'), run: () => send([id], undefined) }],
    },
  ];
  const inRoom = (room: string | undefined) => people.filter(({ id }) => places[id] === room);
  const beside = inRoom(undefined);
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
        <TimeTools endsAt={running.endsAt} />
        <SayToAll />
        <SpeakToAll />
        <Switch on={!atOnce} onChange={(asks) => setAtOnce(!asks)}>
          {t('breakout.askBeforeMove')}
        </Switch>
        {running.rooms.map((room) => (
          <RoomCard
            key={room.id}
            room={room}
            running={running}
            people={inRoom(room.id)}
            onDrop={(ids) => send(ids, room.id)}
            moves={moves}
          />
        ))}
        <section className="flex flex-col gap-1 rounded-tile border border-dashed border-line p-2">
          <h3 className="px-2 pt-1 font-bold">{t('breakout.inMeeting', { count: beside.length })}</h3>
          <PeopleList
            label={t('breakout.inMeeting', { count: beside.length })}
            people={beside}
            empty={t('breakout.nobody')}
            onDrop={(ids) => send(ids, undefined)}
            moves={moves}
          />
        </section>
        <KeptButton />
      </div>
      <CloseAll rooms={running.rooms} />
    </>
  );
}

/** All members by name, with the marks that a moderator needs. */
function useListed({ assigned, declined, hands, rooms }: Running): readonly ListedPerson[] {
  const { t } = useTranslation();
  const everybody = useEverybody();
  const places = useHomeMeeting((state) => breakoutOf(state)?.places) ?? {};
  const talkingIn = useTalkingIn();
  const up = Object.values(hands).flat();
  const nameOf = (room: string | undefined) => rooms.find(({ id }) => id === room)?.name;
  return Object.values(everybody)
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ id, name }) => {
      const place = places[id];
      const expected = assigned[id] !== undefined && assigned[id] !== place ? nameOf(assigned[id]) : undefined;
      const talks = place !== undefined && talkingIn[place]?.includes(id) === true;
      const marks = (
        <>
          {expected !== undefined && (
            <span className="flex max-w-32 items-center gap-1 text-sm text-dim">
              {declined.includes(id) ? (
                <Sign icon={BellOff} words={t('breakout.saidNo')} className="size-4 shrink-0" />
              ) : (
                <Sign icon={ArrowRight} words={t('breakout.askedTo')} className="size-4 shrink-0 rtl:-scale-x-100" />
              )}
              <bdi className="truncate">{expected}</bdi>
            </span>
          )}
          {talks && <Sign icon={AudioLines} words={t('breakout.talks')} className="size-4 text-accent-text" />}
          {up.includes(id) && <Sign icon={Hand} words={t('breakout.handUp')} className="size-4 text-amber-text" />}
        </>
      );
      return { id, name, marks };
    });
}

/** Closes all rooms, after a confirmation. */
function CloseAll({ rooms }: { readonly rooms: readonly OpenRoom[] }) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const [sure, setSure] = useState(false);
  return (
    <div className="border-t border-line p-3">
      <Button look="danger" wide onPress={() => setSure(true)}>
        {t('breakout.closeAll', { count: rooms.length })}
      </Button>
      <Dialog
        alert
        open={sure}
        onClose={() => setSure(false)}
        title={t('breakout.closeAll', { count: rooms.length })}
        actions={
          <>
            <Button onPress={() => setSure(false)}>{t('breakout.cancel')}</Button>
            <Button
              look="danger"
              onPress={() => {
                setSure(false);
                aside(ask(breakout, 'close', {}));
              }}
            >
              {t('breakout.closeNow')}
            </Button>
          </>
        }
      >
        <p>{t('breakout.closeBody')}</p>
      </Dialog>
    </div>
  );
}
