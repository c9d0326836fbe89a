import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { useMemo } from 'react';
import { stateOf } from '../../../core/store.ts';
import { usePreference } from '../../preferences/preferences.ts';
import { useMeeting } from '../../session.ts';
import { useAbsentMembers, useAllMoreTiles } from '../../house.ts';
import type { MoreTile } from '../../slots.ts';

/** What a tile shows: a member, or a further picture of a member. */
export interface Subject {
  /** The member's id for the member's own tile. */
  readonly id: string;
  readonly member: PresentMember;
  readonly more?: MoreTile;
}

/** All members: this person first, then in order of arrival. */
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

/** All members except those in another room, in the same order. */
export function usePeopleHere(): readonly PresentMember[] {
  const people = usePeople();
  const me = useMeeting((state) => state.me.id);
  // The list is a new object at every render, so its ids are compared.
  const absent = useAbsentMembers().join(' ');
  return useMemo(() => {
    const elsewhere = new Set(absent.split(' '));
    return people.filter(({ id }) => id === me || !elsewhere.has(id));
  }, [people, me, absent]);
}

/** Tiles of these people: each member, followed by their further pictures. */
export function useSubjects(people: readonly PresentMember[]): readonly Subject[] {
  const more = useAllMoreTiles();
  return people.flatMap((member) => [
    { id: member.id, member },
    ...more.filter((tile) => tile.member === member.id).map((tile) => ({ id: tile.key, member, more: tile })),
  ]);
}

/** Tiles of all members here; without the own tile if the person hides it. */
export function useTiles(): readonly Subject[] {
  const people = usePeopleHere();
  const me = useMeeting((state) => state.me.id);
  const [selfView] = usePreference('selfView');
  return useSubjects(selfView === 'show' || people.length === 1 ? people : people.filter(({ id }) => id !== me));
}
