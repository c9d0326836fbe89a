import { breakout, type Options, type Plan } from '@plenum/shared/features/breakout/contract';
import { deal, type Dealt, type Pair } from '@plenum/shared/features/breakout/deal';
import { freeKey, recognized } from '@plenum/shared/features/breakout/lists';
import { plain } from '@plenum/shared/features/breakout/names';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { limits } from '@plenum/shared/core/limits';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';
import { useHome, useHomeMeeting } from '../../app/stayContext.ts';
import { useAskHome } from '../../app/useAsk.ts';
import { breakoutOf, type BreakoutState, useEverybody } from './useBreakout.ts';

interface Pairs {
  readonly pairs: readonly Pair[];
}

const pairsOf = perSession((_home: MeetingSession) => createStore<Pairs>(() => ({ pairs: [] })));

/** Who must or must not be together: known to this page only, so that nobody else ever reads it. */
export function usePairs(): readonly [readonly Pair[], (pairs: readonly Pair[]) => void] {
  const desk = pairsOf(useHome());
  const { pairs } = useStore(desk);
  return [pairs, (next) => desk.setState({ pairs: next })];
}

/** What a moderator does to the plan. Each answers true when it was done. */
export interface Planning {
  readonly draft: Plan;
  readonly change: (part: Partial<Plan>) => Promise<boolean>;
  readonly assign: (members: readonly string[], room: string | undefined) => Promise<boolean>;
  readonly open: () => Promise<boolean>;
}

type Draft = BreakoutState['draft'];

/** Nobody has named the rooms yet: they are called as this person's language does. */
function named(draft: Draft, nameOf: (number: number) => string): Draft {
  if (draft.revision > 0) return draft;
  return { ...draft, rooms: draft.rooms.map(({ key }, index) => ({ key, name: nameOf(index + 1) })) };
}

/** The plan as it is now, and how to change it; undefined where the server has none. */
export function usePlanning(): Planning | undefined {
  const { t } = useTranslation();
  const home = useHome();
  const ask = useAskHome();
  const known = useHomeMeeting((state) => breakoutOf(state)?.draft);
  if (!known) return undefined;
  const nameOf = (number: number) => t('breakout.roomName', { number });
  const change = (part: Partial<Plan>) => {
    const now = breakoutOf(home.store.getState())?.draft ?? known;
    const { revision, rooms, assigned, expected, options } = { ...named(now, nameOf), ...part };
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
  const isNamed = async () => breakoutOf(home.store.getState())?.draft.revision !== 0 || change({});
  const assign = async (members: readonly string[], room: string | undefined) => {
    if (!(await isNamed())) return false;
    const done = members.map((member) => ask(breakout, 'assign', { member, ...(room !== undefined && { room }) }));
    return (await Promise.all(done)).every(Boolean);
  };
  const open = async () => (await isNamed()) && ask(breakout, 'open', {});
  return { draft: named(known, nameOf), change, assign, open };
}

/** The plan with this many rooms: new ones at the end, the last ones away. */
export function withRooms({ rooms }: Plan, count: number, nameOf: (number: number) => string): Plan['rooms'] {
  const next = rooms.slice(0, count);
  for (let number = 1; next.length < count; number += 1) {
    const name = nameOf(number);
    if (!next.some((room) => plain(room.name) === plain(name))) next.push({ key: freeKey(next), name });
  }
  return next;
}

/** Deals those who are here and manage nothing: moderators go where they are needed. */
export function dealt(plan: Plan, people: readonly PresentMember[], pairs: readonly Pair[]): Dealt {
  const rooms = plan.rooms.map(({ key }) => key);
  const ids = people.filter(({ role }) => role === 'participant' || role === 'guest').map(({ id }) => id);
  const random = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
  return deal({ people: ids, rooms, pairs, random });
}

/** A kept plan with the people who are here now. */
export function usePlanOf() {
  const everybody = useEverybody();
  return (kept: Pick<Plan, 'rooms' | 'expected'> & { readonly options?: Options }): Partial<Plan> => ({
    rooms: kept.rooms,
    ...recognized(kept.expected, Object.values(everybody)),
    ...(kept.options && { options: kept.options }),
  });
}
