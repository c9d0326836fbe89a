import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { byOrder } from '@plenum/shared/features/whiteboard/shapes';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../slides/slot.ts';
import { stateOf } from '../../core/store.ts';
import { announce } from '../../ui/Announcer.tsx';
import { signOf } from '../../ui/signOf.ts';
import type { BoardDesk } from './desk/BoardDesk.ts';
import { duplicateSelection, moveSelection, openWords, placeInMiddle } from './desk/actions.ts';
import { mayDraw, mayTouch } from './desk/rights.ts';
import { type Tool, toolKeys } from './desk/tools.ts';
import { authorIn, useDesk } from './useBoard.ts';
import { wordsOfShape } from './wordsOfShape.ts';

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The keys of the focused board. Returns true when the key was handled. */
export function useBoardKeys(page: PageOnStage): (event: KeyboardEvent) => void {
  const { t } = useTranslation();
  const desk = useDesk();
  const say = () => {
    const state = desk.session.store.getState();
    const [shape] = desk.selected(page.id);
    if (shape) announce(wordsOfShape(t, shape, authorIn(state, shape.by)));
  };
  return (event) => {
    if (event.target !== event.currentTarget) return;
    const isCommand = event.ctrlKey || event.metaKey;
    // A letter that the board does not know, or may not use any more, must not switch on a camera.
    if (!isCommand && /^[A-Z]$/.test(signOf(event))) event.stopPropagation();
    if (!mayDraw(desk.session.store.getState())) return;
    const done = isCommand ? onCommand(desk, page, event) : onKey(desk, page, event, say);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function onCommand(desk: BoardDesk, page: PageOnStage, event: KeyboardEvent): boolean {
  // AltGr counts as Ctrl and Alt on some systems, and writes a sign.
  if (event.altKey) return false;
  switch (signOf(event)) {
    case 'Z':
      if (event.shiftKey) desk.redo(page.id);
      else desk.undo(page.id);
      return true;
    case 'Y':
      desk.redo(page.id);
      return true;
    case 'A':
      desk.setTool('select');
      desk.select(shapesOn(desk.page(page.id)).map(({ id }) => id));
      return true;
    case 'D':
      duplicateSelection(desk, page.id);
      return true;
    default:
      return false;
  }
}

function onKey(desk: BoardDesk, page: PageOnStage, event: KeyboardEvent, say: () => void): boolean {
  if (event.altKey) return false;
  const { key, shiftKey } = event;
  const arrow = arrows[key];
  if (arrow) {
    const step = shiftKey ? 50 : 5;
    return moveSelection(desk, page.id, { x: arrow[0] * step, y: arrow[1] * step });
  }
  switch (key) {
    case 'Delete':
    case 'Backspace':
      removeSelection(desk, page);
      return true;
    case 'Escape':
      desk.select([]);
      return true;
    case '.':
    case ',':
      selectNext(desk, page, key === '.' ? 1 : -1);
      say();
      return true;
    case 'Enter':
      if (!editSelected(desk, page)) placeInMiddle(desk, page);
      say();
      return true;
    default:
      return chooseTool(desk, event);
  }
}

function chooseTool(desk: BoardDesk, event: KeyboardEvent): boolean {
  const sign = signOf(event);
  const wanted = Object.entries(toolKeys).find(([, letter]) => letter === sign);
  if (!wanted || event.shiftKey) return false;
  desk.setTool(wanted[0] as Tool);
  return true;
}

/** Removes the selected shapes. */
export function removeSelection(desk: BoardDesk, page: PageOnStage): void {
  const state = desk.session.store.getState();
  const { policy } = stateOf(state, whiteboard);
  const mine = desk.selected(page.id).filter((shape) => mayTouch(state, policy, shape));
  desk.remove(
    page.id,
    mine.map(({ id }) => id),
  );
}

function selectNext(desk: BoardDesk, page: PageOnStage, step: 1 | -1): void {
  const shapes = shapesOn(desk.page(page.id)).toSorted(byOrder);
  if (shapes.length === 0) return;
  const [current] = desk.store.getState().selection;
  const at = shapes.findIndex(({ id }) => id === current);
  const next = shapes.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % shapes.length);
  desk.setTool('select');
  if (next) desk.select([next.id]);
}

function editSelected(desk: BoardDesk, page: PageOnStage): boolean {
  const state = desk.session.store.getState();
  const [shape] = desk.selected(page.id);
  if (!shape || !mayTouch(state, stateOf(state, whiteboard).policy, shape)) return false;
  return openWords(desk, page.id, shape);
}
