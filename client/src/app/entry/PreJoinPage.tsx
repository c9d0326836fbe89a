import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { namesSomething } from '@plenum/shared/core/visible';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { RoomInfo } from '@plenum/shared/api/room/contract';
import type { ParseKeys } from 'i18next';
import { DoorClosed, TriangleAlert, Users } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { aside } from '@plenum/shared/core/aside';
import { roomInfo } from '../../core/http.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { useEntrance } from '../door.ts';
import { isUnreadable, codeOf, wordsOfCode, wordsOfNoPlace } from '../errorWords.ts';
import { kindOf } from './roomKeys.ts';
import { JoinWithoutContext } from './joinWithout.ts';
import { PageFrame } from './PageFrame.tsx';
import { usePreference } from '../preferences/preferences.ts';

interface Props {
  readonly info: RoomInfo;
  readonly enter: (name: string) => Promise<void>;
}

/** Before the meeting: camera and microphone check, name, one button. The preview shows what the others will receive. */
export function PreJoinPage({ info: first, enter }: Props) {
  const info = useFreshInfo(first);
  const { doors } = useEntrance();
  return (
    <PageFrame title={info.title}>
      <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 sm:px-6 md:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] md:items-center md:gap-10">
        <header className="flex flex-col gap-1 md:hidden">
          <RoomHead info={info} />
        </header>
        <div className="min-w-0">{doors.map(({ name, Preview }) => Preview && <Preview key={name} />)}</div>
        <div className="flex min-w-0 flex-col gap-5">
          <header className="hidden flex-col gap-1 md:flex">
            <RoomHead info={info} />
          </header>
          <JoinForm enter={enter} door={doorFor(info)} />
        </div>
      </div>
    </PageFrame>
  );
}

const freshEveryMs = 10_000;

/** The room's information, kept up to date while the person prepares. */
function useFreshInfo(first: RoomInfo): RoomInfo {
  const [info, setInfo] = useState(first);
  useEffect(() => {
    const timer = setInterval(() => {
      // Without an answer the last information stays; joining reports the error.
      roomInfo(location.origin, first.id).then(setInfo, () => {});
    }, freshEveryMs);
    return () => clearInterval(timer);
  }, [first.id]);
  return info;
}

function RoomHead({ info }: { readonly info: RoomInfo }) {
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
      <DoorWords info={info} />
      {info.full && !leads(info.id) && (
        <p className="mt-1 flex items-center gap-2 text-amber-text">
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
          {t('room.full.title')}. {t('room.full.body')}
        </p>
      )}
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

/** The role of this browser in the room, and how the person gets in. */
function DoorWords({ info }: { readonly info: RoomInfo }) {
  const { t } = useTranslation();
  const kind = kindOf(info.id);
  const door = doorFor(info);
  return (
    <>
      {kind !== undefined && <p className="text-dim">{t(`preJoin.${kind}`)}</p>}
      {door !== 'open' && (
        <p className="mt-1 flex items-start gap-2 text-amber-text">
          <DoorClosed aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          {t(`preJoin.door.${door}`)}
        </p>
      )}
    </>
  );
}

interface JoinFormProps {
  readonly enter: (name: string) => Promise<void>;
  readonly door: DoorSign;
}

function JoinForm({ enter, door }: JoinFormProps) {
  const { t } = useTranslation();
  const { doors } = useEntrance();
  const [without] = useState(() => new Set<() => void>());
  const asks = door === 'ask' || door === 'members';
  const { name, setName, wrong, failed, busy, join, field } = useJoin(enter, door);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        aside(join());
      }}
    >
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
      <JoinWithoutContext value={without}>
        {doors.map(({ name: feature, PreJoin }) => PreJoin && <PreJoin key={feature} />)}
      </JoinWithoutContext>
      <div className="sticky bottom-0 -mx-4 flex flex-col gap-1 bg-ground px-4 py-2 sm:static sm:mx-0 sm:gap-2 sm:p-0">
        {/* Inside, because on a phone the bar covers what is above it. */}
        {failed !== undefined && (
          <p role="alert" className="flex items-start gap-2 rounded-control bg-amber-soft p-3 text-amber-text">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
            <span>
              <b>{t('preJoin.joinFailed')}.</b> {failed}
            </span>
          </p>
        )}
        <Button type="submit" look="primary" wide busy={busy !== 'no'}>
          {busy === 'no'
            ? asks
              ? t('preJoin.ask')
              : t('preJoin.join')
            : busy === 'slow'
              ? t('preJoin.joiningSlow')
              : t('preJoin.joining')}
        </Button>
        <Button
          look="quiet"
          wide
          isDisabled={busy !== 'no'}
          onPress={() => {
            for (const off of without) off();
            aside(join());
          }}
        >
          {t('preJoin.joinWithout')}
        </Button>
      </div>
    </form>
  );
}

/** The words for a refusal. */
function wordsOfRefusal(error: unknown, door: DoorSign): ParseKeys {
  const code = codeOf(error);
  if (isUnreadable(error)) return 'room.unreadable';
  if (code === 'full') return wordsOfNoPlace(error);
  if (code === 'closed') return 'preJoin.door.ended';
  if (code === 'forbidden') return door === 'closed' ? 'preJoin.door.closed' : 'preJoin.keptOut';
  return wordsOfCode[code];
}

function useJoin(enter: (name: string) => Promise<void>, door: DoorSign) {
  const { t } = useTranslation();
  const [remembered, remember] = usePreference('name');
  const [name, setName] = useState(remembered);
  const [wrong, setWrong] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState<'no' | 'yes' | 'slow'>('no');
  const field = useRef<HTMLInputElement>(null);
  const join = async () => {
    if (busy !== 'no') return;
    const parsed = z.safeParse(DisplayName, name);
    if (!parsed.success) {
      setWrong(namesSomething(name) ? t('preJoin.nameInvalid', { max: limits.nameLength }) : t('preJoin.nameMissing'));
      field.current?.focus();
      return;
    }
    remember(parsed.data);
    setFailed(undefined);
    setBusy('yes');
    announce(t('preJoin.joining'));
    const slow = setTimeout(() => setBusy('slow'), 2_000);
    try {
      await enter(parsed.data);
    } catch (error) {
      setFailed(t(wordsOfRefusal(error, door)));
      setBusy('no');
    } finally {
      clearTimeout(slow);
    }
  };
  const change = (value: string) => {
    setName(value);
    setWrong(undefined);
  };
  return { name, setName: change, wrong, failed, busy, join, field };
}
