import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { useMemo } from 'react';
import { stateOf } from '../../core/store.ts';
import { usePreference } from '../preferences.ts';
import { useMeeting } from '../session.ts';
import { useAbsentMembers, useAllMoreTiles } from '../house.ts';
import type { MoreTile } from '../slots.ts';

/** What a tile shows: a person, or one more picture of them. */
export interface Subject {
  /** The member's own for the person themselves. */
  readonly id: string;
  readonly member: PresentMember;
  readonly more?: MoreTile;
}

/** Everybody in the meeting: me first, then in the order in which they came. */
export function usePeople(): readonly PresentMember[] {
  const members = useMeeting((state) => stateOf(state, presence).members);
  const me = useMeeting((state) => state.me.id);
  return useMemo(
    () =>
      Object.values(members).toSorted(
        (a, b) => Number(b.id === me) - Number(a.id === me) || a.joinedAt - b.joinedAt || a.id.localeCompare(b.id),
      ),
    [members, me],
  );
}

/** Everybody but those who are somewhere else, in the same order. */
export function usePeopleHere(): readonly PresentMember[] {
  const people = usePeople();
  const me = useMeeting((state) => state.me.id);
  // A list is another one at every render; the same ids are the same people.
  const absent = useAbsentMembers().join(' ');
  return useMemo(() => {
    const elsewhere = new Set(absent.split(' '));
    return people.filter(({ id }) => id === me || !elsewhere.has(id));
  }, [people, me, absent]);
}

/** What these people have for tiles: themselves, each with their further pictures behind them. */
export function useSubjects(people: readonly PresentMember[]): readonly Subject[] {
  const more = useAllMoreTiles();
  return people.flatMap((member) => [
    { id: member.id, member },
    ...more.filter((tile) => tile.member === member.id).map((tile) => ({ id: tile.key, member, more: tile })),
  ]);
}

/** All tiles: of everybody here, without mine where I do not want to see myself among the others. */
export function useTiles(): readonly Subject[] {
  const people = usePeopleHere();
  const me = useMeeting((state) => state.me.id);
  const [selfView] = usePreference('selfView');
  return useSubjects(selfView === 'show' || people.length === 1 ? people : people.filter(({ id }) => id !== me));
}
