import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { BoardPage } from '@plenum/shared/features/whiteboard/pages';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { BoardDesk } from './desk/BoardDesk.ts';
import { mayDraw, mayManage } from './desk/rights.ts';

/** My desk in this meeting. */
export function useDesk(): BoardDesk {
  return BoardDesk.of(useSession());
}

/** A part of the desk's state. */
export function useDeskState<T>(select: (state: ReturnType<BoardDesk['store']['getState']>) => T): T {
  return useStore(useDesk().store, select);
}

/** A page as I see it; renders again with every change of it. */
export function useBoardPage(id: string): BoardPage {
  const desk = useDesk();
  useDeskState(({ turn }) => turn);
  useMeeting((state) => stateOf(state, whiteboard).pages[id]);
  return desk.page(id);
}

/** Whether I may draw now. */
export function useMayDraw(): boolean {
  return useMeeting(mayDraw);
}

/** Whether I decide who may draw. */
export function useMayManage(): boolean {
  return useMeeting(mayManage);
}
