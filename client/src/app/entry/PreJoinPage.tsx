import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { namesSomething } from '@plenum/shared/core/visible';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { RoomInfo } from '@plenum/shared/api/room/contract';
import type { ParseKeys } from 'i18next';
import { DoorClosed, TriangleAlert, Users } from 'lucide-react';
import { type FormEvent, type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { aside } from '@plenum/shared/core/aside';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { useEntrance } from '../door.ts';
import type { WayOut } from './LeftPage.tsx';
import { isUnreadable, codeOf, wordsOfError, wordsOfNoPlace } from '../errorWords.ts';
import { kindOf } from './roomKeys.ts';
import { JoinWithoutContext } from './joinWithout.ts';
import { PageFrame } from './PageFrame.tsx';
import { usePreference } from '../preferences/preferences.ts';

/** What the link of a space adds to this page. */
export interface DoorAddition {
  /** In place of the room's information. */
  readonly info: RoomInfo | undefined;
  /** True when only the button joins, though the door has opened: the person is typing a code. */
  readonly byHand: boolean;
  /** Below the title. */
  readonly head?: ReactNode;
  /** Below the name. */
  readonly field?: ReactNode;
  /** In place of the words for a shut door. */
  readonly shut?: string | undefined;
  /** In place of the usual words for a refusal. */
  readonly wordsOf: (error: unknown) => string | undefined;
  /** The name of a person who is not asked for it. */
  readonly name?: string | undefined;
  /** The name that a page around this one suggests; the person may change it. */
  readonly suggestedName?: string | undefined;
  /** True: the person joins at once, without camera and microphone. */
  readonly startsNow?: boolean;
  /** Where the page after the meeting leads, in place of the start page. */
  readonly wayOut?: WayOut | undefined;
}

interface Props {
  readonly info: RoomInfo;
  /** Asks again what people outside may know. */
  readonly look: () => Promise<RoomInfo>;
  readonly enter: (name: string) => Promise<void>;
  readonly addition?: DoorAddition | undefined;
}

/** Before the meeting: camera and microphone check, name, one button. The preview shows what the others will receive. */
export function PreJoinPage({ info: first, look, enter, addition }: Props) {
  const [fresh, refresh] = useFreshInfo(first, look);
  const info = addition?.info ?? fresh;
  const { doors } = useEntrance();
  return (
    <PageFrame title={info.title}>
      <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 sm:px-6 md:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] md:items-center md:gap-10">
        <header className="flex flex-col gap-1 md:hidden">
          <RoomHead info={info} addition={addition} />
        </header>
        <div className="min-w-0">{doors.map(({ name, Preview }) => Preview && <Preview key={name} />)}</div>
        <div className="flex min-w-0 flex-col gap-5">
          <header className="hidden flex-col gap-1 md:flex">
            <RoomHead info={info} addition={addition} />
          </header>
          <JoinForm
            enter={enter}
            door={doorFor(info)}
            restarts={info.door === 'ended'}
            onRefused={refresh}
            addition={addition}
          />
        </div>
      </div>
    </PageFrame>
  );
}

const freshEveryMs = 10_000;
/** The same for a person who waits until the door opens. */
const freshWhileShutMs = 5_000;

/** The room's information, kept up to date while the person prepares, and a function that asks for it at once. */
function useFreshInfo(first: RoomInfo, look: Props['look']): readonly [RoomInfo, () => void] {
  const [info, setInfo] = useState(first);
  const refresh = useCallback(() => {
    // Without an answer the last information stays; joining reports the error.
    look().then(setInfo, () => {});
  }, [look]);
  const everyMs = isShut(doorFor(info)) ? freshWhileShutMs : freshEveryMs;
  useEffect(() => {
    const timer = setInterval(refresh, everyMs);
    return () => clearInterval(timer);
  }, [refresh, everyMs]);
  return [info, refresh];
}

function RoomHead({ info, addition }: Pick<Props, 'info' | 'addition'>) {
  const { t } = useTranslation();
  return (
    <>
      <h1 dir="auto" className="line-clamp-3 text-2xl font-bold [overflow-wrap:anywhere] md:text-3xl">
        {info.title}
      </h1>
      <p className="flex items-center gap-2 text-dim">
        <Users aria-hidden="true" className="size-4 shrink-0" />
        {info.people === 0 ? t('preJoin.nobodyInside') : t('preJoin.peopleInside', { count: info.people })}
      </p>
      <DoorWords info={info} shut={addition?.shut} />
      {addition?.head}
    </>
  );
}

/** True for a host's or moderator's key, which lets a person in even when the room is full. */
function leads(room: string): boolean {
  const kind = kindOf(room);
  return kind === 'host' || kind === 'moderator';
}

/** The door sign for this browser: a host's or moderator's key always opens the door. */
function doorFor({ id, door }: RoomInfo): DoorSign {
  const kind = kindOf(id);
  if (kind === 'host' || (kind === 'moderator' && door !== 'ended')) return 'open';
  return door === 'members' && kind === 'member' ? 'open' : door;
}

/** True while nobody can join by this door. */
function isShut(door: DoorSign): boolean {
  return door === 'closed' || door === 'ended';
}

/** The role of this browser in the room, and how the person gets in. */
function DoorWords({ info, shut }: { readonly info: RoomInfo; readonly shut: string | undefined }) {
  const { t } = useTranslation();
  const kind = kindOf(info.id);
  const door = doorFor(info);
  const restarts = info.door === 'ended' && kind === 'host';
  // One reason to wait is told: that of a shut door, else the missing seat, else the door.
  const isFull = info.full && !leads(info.id) && !isShut(door);
  return (
    <>
      {kind !== undefined && <p className="text-dim">{t(`preJoin.${kind}`)}</p>}
      {restarts && <p className="mt-1 text-amber-text">{t('preJoin.door.endedHost')}</p>}
      {isFull ? (
        <p className="mt-1 flex items-start gap-2 text-amber-text">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          {t('room.full.title')}. {t(door === 'open' ? 'room.full.body' : 'room.full.waits')}
        </p>
      ) : (
        door !== 'open' && (
          <p className="mt-1 flex items-start gap-2 text-amber-text">
            <DoorClosed aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
            {(isShut(door) && shut) || t(`preJoin.door.${door}`)}
          </p>
        )
      )}
    </>
  );
}

interface JoinFormProps {
  readonly enter: (name: string) => Promise<void>;
  readonly door: DoorSign;
  /** True when joining begins an ended meeting again. */
  readonly restarts: boolean;
  readonly onRefused: () => void;
  readonly addition: DoorAddition | undefined;
}

function JoinForm({ enter, door, restarts, onRefused, addition }: JoinFormProps) {
  const { t } = useTranslation();
  const { doors } = useEntrance();
  const [without] = useState(() => new Set<() => void>());
  const shut = isShut(door);
  const { name, setName, wrong, failed, busy, join, field } = useJoin(
    enter,
    (error) => addition?.wordsOf(error) ?? t(wordsOfRefusal(error, door)),
    onRefused,
    addition,
  );
  useOpeningDoor(door, () => {
    if (addition?.byHand !== true && z.safeParse(DisplayName, name).success) aside(join());
  });
  const joinWithout = () => {
    for (const off of without) off();
    aside(join());
  };
  const start = useEffectEvent(() => {
    if (addition?.startsNow === true && !shut) joinWithout();
  });
  useEffect(() => start(), []);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        aside(join());
      }}
    >
      {addition?.name === undefined && (
        <Field
          label={t('preJoin.nameLabel')}
          placeholder={t('preJoin.namePlaceholder')}
          value={name}
          onChange={setName}
          maxLength={limits.nameLength}
          autoComplete="name"
          name="name"
          inputRef={field}
          error={wrong}
        />
      )}
      {addition?.field}
      <JoinWithoutContext value={without}>
        {doors.map(({ name: feature, PreJoin }) => PreJoin && <PreJoin key={feature} />)}
      </JoinWithoutContext>
      <div className="sticky bottom-0 -mx-4 flex flex-col gap-1 bg-ground px-4 py-2 sm:static sm:mx-0 sm:gap-2 sm:p-0">
        {/* Inside, because on a phone the bar covers what is above it. */}
        {failed !== undefined && !shut && (
          <p role="alert" className="flex items-start gap-2 rounded-control bg-amber-soft p-3 text-amber-text">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
            <span>
              <b>{t('preJoin.joinFailed')}.</b> {failed}
            </span>
          </p>
        )}
        {shut && <p className="text-sm text-dim">{t('preJoin.waitsHint')}</p>}
        <Button type="submit" look="primary" wide busy={busy !== 'no'} isDisabled={shut}>
          {t(
            busy === 'no'
              ? wordsOfJoining(door, restarts)
              : busy === 'slow'
                ? 'preJoin.joiningSlow'
                : 'preJoin.joining',
          )}
        </Button>
        <Button look="quiet" wide isDisabled={busy !== 'no' || shut} onPress={joinWithout}>
          {t('preJoin.joinWithout')}
        </Button>
      </div>
    </form>
  );
}

/** The label of the button that joins. */
function wordsOfJoining(door: DoorSign, restarts: boolean): ParseKeys {
  if (isShut(door)) return 'preJoin.waiting';
  if (restarts) return 'preJoin.startAgain';
  return door === 'ask' || door === 'members' ? 'preJoin.ask' : 'preJoin.join';
}

/** Tells screen readers when the door closes or opens while the person is on this page; an opening also calls `onOpen`. */
function useOpeningDoor(door: DoorSign, onOpen: () => void): void {
  const { t } = useTranslation();
  const before = useRef(door);
  const change = useEffectEvent((was: DoorSign) => {
    if (isShut(door) && door !== 'open') announce(t(`preJoin.door.${door}`));
    else if (isShut(was)) onOpen();
  });
  useEffect(() => {
    const was = before.current;
    before.current = door;
    if (was !== door) change(was);
  }, [door]);
}

/** The words for a refusal. */
function wordsOfRefusal(error: unknown, door: DoorSign): ParseKeys {
  const code = codeOf(error);
  if (isUnreadable(error)) return 'room.unreadable';
  if (code === 'full') return wordsOfNoPlace(error);
  if (code === 'closed') return 'preJoin.door.ended';
  if (code === 'forbidden') return door === 'closed' ? 'preJoin.door.closed' : 'preJoin.keptOut';
  return wordsOfError(error);
}

function useJoin(
  enter: JoinFormProps['enter'],
  wordsOf: (error: unknown) => string,
  onRefused: () => void,
  addition: DoorAddition | undefined,
) {
  // This browser does not remember the name of a person who is not asked for it.
  const given = addition?.name;
  const { t } = useTranslation();
  const [remembered, remember] = usePreference('name');
  const [name, setName] = useState(given ?? addition?.suggestedName ?? remembered);
  const [wrong, setWrong] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState<'no' | 'yes' | 'slow'>('no');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (busy !== 'yes') return;
    const slow = setTimeout(() => setBusy('slow'), 2_000);
    return () => clearTimeout(slow);
  }, [busy]);
  const join = async () => {
    if (busy !== 'no') return;
    const parsed = z.safeParse(DisplayName, name);
    if (!parsed.success) {
      setWrong(namesSomething(name) ? t('preJoin.nameInvalid', { max: limits.nameLength }) : t('preJoin.nameMissing'));
      field.current?.focus();
      return;
    }
    if (given === undefined) remember(parsed.data);
    setFailed(undefined);
    setBusy('yes');
    announce(t('preJoin.joining'));
    try {
      await enter(parsed.data);
    } catch (error) {
      setFailed(wordsOf(error));
      setBusy('no');
      onRefused();
    }
  };
  const change = (value: string) => {
    setName(value);
    setWrong(undefined);
  };
  return { name, setName: change, wrong, failed, busy, join, field };
}
