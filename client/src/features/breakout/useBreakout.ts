import type { StateOf } from '@plenum/shared/core/contract';
import type { OpenRoom, Running, breakout } from '@plenum/shared/features/breakout/contract';
import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { useMemo } from 'react';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { type MeetingState, stateOf } from '../../core/store.ts';
import { useNow } from '../../ui/useNow.ts';
import { useMeeting } from '../../app/session.ts';

export type BreakoutState = StateOf<typeof breakout>;

const noOne: Readonly<Record<string, PresentMember>> = {};

/** The plan and the rooms of the meeting; undefined on a server without breakouts. */
export function breakoutOf(state: MeetingState): BreakoutState | undefined {
  // By the name, so that the contract need not be loaded before there is a plan.
  return state.states['breakout'] as BreakoutState | undefined;
}

/** The rooms that are open now. */
export function useRunning(): Running | undefined {
  return useHomeMeeting((state) => breakoutOf(state)?.running);
}

/** True when I may make, open and close rooms. */
export function useManages(): boolean {
  return useHomeMeeting(({ me }) => me.abilities.includes('breakoutManage'));
}

/** My room and the room to which I am invited. */
export function useMine(): { readonly place: OpenRoom | undefined; readonly asked: OpenRoom | undefined } {
  const running = useRunning();
  const me = useHomeMeeting((state) => state.me.id);
  const place = useHomeMeeting((state) => breakoutOf(state)?.places[state.me.id]);
  const find = (id: string | undefined) => running?.rooms.find((room) => room.id === id && room.state === 'open');
  const asked = find(running?.assigned[me]);
  return { place: find(place), asked: asked && asked.id !== place ? asked : undefined };
}

/** All members of the meeting, in any room, by id. */
export function useEverybody(): Readonly<Record<string, PresentMember>> {
  return useHomeMeeting((state) => stateOf(state, presence)?.members ?? noOne);
}

/** Milliseconds until the rooms close; undefined without an end. */
export function useTimeLeft(): number | undefined {
  const endsAt = useRunning()?.endsAt;
  const offset = useHomeMeeting(({ clockOffsetMs }) => clockOffsetMs);
  const now = useNow(1_000);
  return endsAt === undefined ? undefined : Math.max(0, endsAt - now - offset);
}

/** Returns the ids of members who have a seat in the meeting and are in one of its rooms. */
export function useAbsent(): readonly string[] {
  const places = useMeeting((state) => breakoutOf(state)?.places);
  return useMemo(() => Object.keys(places ?? {}), [places]);
}
