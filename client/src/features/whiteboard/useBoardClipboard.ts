import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { ClipboardEvent, DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilesOf } from '../../app/useFilesOf.ts';
import type { PageOnStage } from '../slides/slot.ts';
import { stateOf } from '../../core/store.ts';
import { copySelection, paste } from './desk/actions.ts';
import { mayDraw } from './desk/rights.ts';
import { useBringPictures } from './useBringPictures.ts';
import { useDesk } from './useBoard.ts';
import { removeSelection } from './useBoardKeys.ts';
import { wordsOfShape } from './wordsOfShape.ts';

/** Copy, paste and drop on the board: shapes between boards, pictures from everywhere. */
export function useBoardClipboard(page: PageOnStage) {
  const { t } = useTranslation();
  const desk = useDesk();
  const bring = useBringPictures(page);
  const filesOf = useFilesOf();
  const isMine = (event: ClipboardEvent) =>
    event.target === event.currentTarget && mayDraw(desk.session.store.getState());
  const copy = (event: ClipboardEvent): boolean => {
    const selected = desk.selected(page.id);
    if (!isMine(event) || selected.length === 0) return false;
    copySelection(desk, page.id);
    // Other programs get the shapes in words. Copying there ends the pasting of shapes here.
    const { authors } = stateOf(desk.session.store.getState(), whiteboard);
    const words = selected.map((shape) => wordsOfShape(t, shape, authors[shape.by] ?? ''));
    event.clipboardData.setData('text/plain', words.join('\n'));
    event.preventDefault();
    return true;
  };
  const canDrop = ({ dataTransfer }: DragEvent) =>
    dataTransfer.types.includes('Files') && mayDraw(desk.session.store.getState());
  const onPaste = (event: ClipboardEvent) => {
    if (!isMine(event)) return;
    event.preventDefault();
    if (!bring(filesOf(event.clipboardData))) paste(desk, page.id);
  };
  const onDragOver = (event: DragEvent) => {
    if (!canDrop(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const onDrop = (event: DragEvent<HTMLElement>) => {
    if (!canDrop(event)) return;
    event.preventDefault();
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = page.view.width / width;
    const at = {
      x: page.view.x + (event.clientX - left) * scale,
      y: page.view.y + (event.clientY - top) * scale,
    };
    bring(filesOf(event.dataTransfer), at);
  };
  return {
    /** For the focused element. */
    clipboard: {
      onCopy: (event: ClipboardEvent) => void copy(event),
      onCut: (event: ClipboardEvent) => void (copy(event) && removeSelection(desk, page)),
      onPaste,
    },
    /** For an element as large as the view. */
    drops: { onDragOver, onDrop },
  };
}
