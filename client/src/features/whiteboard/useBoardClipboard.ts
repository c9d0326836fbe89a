import { asLines, withoutHiddenEdges } from '@plenum/shared/core/typed';
import { showsSomething } from '@plenum/shared/core/visible';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import type { ClipboardEvent, DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilesOf } from '../../app/useFilesOf.ts';
import type { PageOnStage } from '../slides/slot.ts';
import { showToast } from '../../ui/toasts.ts';
import { copySelection, paste, putWords } from './desk/actions.ts';
import { picturesAmong } from './desk/bringPictures.ts';
import { mayDraw } from './desk/rights.ts';
import { useBringPictures } from './useBringPictures.ts';
import { useDesk } from './useBoard.ts';
import { removeSelection } from './useBoardKeys.ts';
import { wordsOfSelected } from './wordsOfShape.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

const middleOf = ({ view }: PageOnStage): Point => ({ x: view.x + view.width / 2, y: view.y + view.height / 2 });

/** Copy, paste and drop on the board: shapes between boards, words and pictures from everywhere. */
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
    // Other programs get the shapes in words. Copying there ends the pasting of shapes here.
    const words = wordsOfSelected(t, desk, page.id);
    copySelection(desk, page.id, words);
    event.clipboardData.setData('text/plain', words);
    event.preventDefault();
    return true;
  };
  const takeWords = (data: DataTransfer, at: Point = middleOf(page)) => {
    const clean = withoutHiddenEdges(asLines(data.getData('text/plain').toWellFormed())).trimEnd();
    const max = whiteboardLimits.textLength;
    if (clean.length > max) showToast({ tone: 'warning', words: t('whiteboard.pasted.long', { max }) });
    else if (showsSomething(clean)) putWords(desk, page.id, clean, at);
    else showToast({ tone: 'warning', words: t('whiteboard.pasted.other') });
  };
  /** Says what the board does not take; of a folder it was said already. */
  const refuseRest = (data: DataTransfer, files: readonly File[]) => {
    const pictures = picturesAmong(files);
    const other = files.find((file) => !pictures.includes(file));
    if (other && pictures.length > 0) {
      showToast({ tone: 'warning', words: t('whiteboard.pasted.leftOut', { name: other.name }) }, 12);
    }
    return data.files.length > 0 && files.length === 0;
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!isMine(event)) return;
    event.preventDefault();
    const { clipboardData: data } = event;
    if (data.files.length === 0 && paste(desk, page.id, data.getData('text/plain'))) return;
    // Office programs put a picture of the words beside the words; the person means the words.
    if (showsSomething(data.getData('text/plain'))) return takeWords(data);
    const files = filesOf(data);
    const isRefused = refuseRest(data, files);
    if (!bring(files) && !isRefused) takeWords(data);
  };
  const canDrop = ({ dataTransfer: { types } }: DragEvent) =>
    (types.includes('Files') || types.includes('text/plain')) && mayDraw(desk.session.store.getState());
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
    const files = filesOf(event.dataTransfer);
    const isRefused = refuseRest(event.dataTransfer, files);
    if (!bring(files, at) && !isRefused) takeWords(event.dataTransfer, at);
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
