import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { BoardPage } from '@plenum/shared/features/whiteboard/pages';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
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
