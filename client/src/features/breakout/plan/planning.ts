import { breakout, type Options, type Plan } from '@plenum/shared/features/breakout/contract';
import { deal, type Dealt, type Pair } from '@plenum/shared/features/breakout/deal';
import { freeKey, recognized } from '@plenum/shared/features/breakout/lists';
import { isSameName } from '@plenum/shared/features/breakout/names';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { limits } from '@plenum/shared/core/limits';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { useHome, useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { breakoutOf, type BreakoutState, useEverybody } from '../useBreakout.ts';

interface Pairs {
  readonly pairs: readonly Pair[];
}

const pairsOf = perSession((_home: MeetingSession) => createStore<Pairs>(() => ({ pairs: [] })));

/** Pairs of people who must or must not be together. They stay in this page, so that nobody else ever reads them. */
export function usePairs(): readonly [readonly Pair[], (pairs: readonly Pair[]) => void] {
  const desk = pairsOf(useHome());
  const { pairs } = useStore(desk);
  return [pairs, (next) => desk.setState({ pairs: next })];
}

/** The changes that a moderator can make to the plan. Each function returns true on success. */
export interface Planning {
  readonly draft: Plan;
  readonly change: (part: Partial<Plan>) => Promise<boolean>;
  readonly assign: (members: readonly string[], room: string | undefined) => Promise<boolean>;
  readonly open: () => Promise<boolean>;
}

type Draft = BreakoutState['draft'];

/** Up to this many people are sent to a room by one command each, which no change by another moderator refuses. */
const assignedAlone = 20;

function withPlace({ assigned }: Draft, members: readonly string[], room: string | undefined): Draft['assigned'] {
  const others = Object.entries(assigned).filter(([member]) => !members.includes(member));
  return Object.fromEntries([
    ...others,
    ...(room === undefined ? [] : members.map((member) => [member, room] as const)),
  ]);
}

/** Names the rooms of a new plan in this person's language. */
function named(draft: Draft, nameOf: (number: number) => string): Draft {
  if (draft.revision > 0) return draft;
  return { ...draft, rooms: draft.rooms.map(({ key }, index) => ({ key, name: nameOf(index + 1) })) };
}

/** Returns the present plan and its changes; undefined on a server without breakouts. */
export function usePlanning(): Planning | undefined {
  const { t } = useTranslation();
  const home = useHome();
  const ask = useAskHome();
  const known = useHomeMeeting((state) => breakoutOf(state)?.draft);
  if (!known) return undefined;
  const nameOf = (number: number) => t('breakout.roomName', { number });
  const currentDraft = () => breakoutOf(home.store.getState())?.draft ?? known;
  const change = (part: Partial<Plan>) => {
    const { revision, rooms, assigned, expected, options } = { ...named(currentDraft(), nameOf), ...part };
    const keys = new Set(rooms.map(({ key }) => key));
    const kept = Object.entries(assigned).filter(([, room]) => keys.has(room));
    return ask(breakout, 'draft', {
      revision,
      rooms: [...rooms],
      assigned: kept.map(([member, room]) => ({ member, room })).slice(0, limits.membersPerRoom),
      expected: expected.filter(({ room }) => keys.has(room)),
      options,
    });
  };
  const isNamed = async () => currentDraft().revision !== 0 || change({});
  const assign = async (members: readonly string[], room: string | undefined) => {
    if (!(await isNamed())) return false;
    // Many people at once are one change of the plan: the server takes only some commands a second.
    if (members.length > assignedAlone) return change({ assigned: withPlace(currentDraft(), members, room) });
    const done = members.map((member) => ask(breakout, 'assign', { member, ...(room !== undefined && { room }) }));
    return (await Promise.all(done)).every(Boolean);
  };
  const open = async () => (await isNamed()) && ask(breakout, 'open', {});
  return { draft: named(known, nameOf), change, assign, open };
}

/** Returns `count` rooms: those of the plan, with new ones at the end or without the last ones. */
export function withRooms({ rooms }: Plan, count: number, nameOf: (number: number) => string): Plan['rooms'] {
  const next = rooms.slice(0, count);
  for (let number = 1; next.length < count; number += 1) {
    const name = nameOf(number);
    if (!next.some((room) => isSameName(room.name, name))) next.push({ key: freeKey(next), name });
  }
  return next;
}

/** Deals participants and guests to the rooms; moderators go where they are needed. */
export function dealt(plan: Plan, people: readonly PresentMember[], pairs: readonly Pair[]): Dealt {
  const rooms = plan.rooms.map(({ key }) => key);
  const ids = people.filter(({ role }) => role === 'participant' || role === 'guest').map(({ id }) => id);
  const random = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
  return deal({ people: ids, rooms, pairs, random });
}

/** Returns a function that fits a saved plan to the people who are here now. */
export function usePlanOf() {
  const everybody = useEverybody();
  return (kept: Pick<Plan, 'rooms' | 'expected'> & { readonly options?: Options }): Partial<Plan> => ({
    rooms: kept.rooms,
    ...recognized(kept.expected, Object.values(everybody)),
    ...(kept.options && { options: kept.options }),
  });
}
