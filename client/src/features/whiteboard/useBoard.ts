import type { MemberId } from '@plenum/shared/core/ids';
import { presence } from '@plenum/shared/features/presence/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { BoardPage } from '@plenum/shared/features/whiteboard/pages';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { type MeetingState, stateOf } from '../../core/store.ts';
import { BoardDesk } from './desk/BoardDesk.ts';
import { mayDraw, mayManage } from './desk/rights.ts';

/** This person's desk of the boards. */
export function useDesk(): BoardDesk {
  return BoardDesk.of(useSession());
}

/** A part of the desk's state. */
export function useDeskState<T>(select: (state: ReturnType<BoardDesk['store']['getState']>) => T): T {
  return useStore(useDesk().store, select);
}

/** A page as this person sees it; renders again with each change of it. */
export function useBoardPage(id: string): BoardPage {
  const desk = useDesk();
  useDeskState(({ turn }) => turn);
  useMeeting((state) => stateOf(state, whiteboard).pages[id]);
  return desk.page(id);
}

/** True when this person may draw now. */
export function useMayDraw(): boolean {
  return useMeeting(mayDraw);
}

/** True when this person decides who may draw. */
export function useMayManage(): boolean {
  return useMeeting(mayManage);
}

/** The name of a shape's author: the present one, so that a new name counts, or the last known one. */
export function authorIn(state: Pick<MeetingState, 'states'>, id: MemberId): string {
  return stateOf(state, presence).members[id]?.name ?? stateOf(state, whiteboard).authors[id] ?? '';
}

/** Returns a function that gives the name of an author; the page is drawn again when somebody is renamed. */
export function useAuthors(): (id: MemberId) => string {
  const members = useMeeting((state) => stateOf(state, presence).members);
  const authors = useMeeting((state) => stateOf(state, whiteboard).authors);
  return (id) => members[id]?.name ?? authors[id] ?? '';
}
