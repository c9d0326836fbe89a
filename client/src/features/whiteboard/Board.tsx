import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../app/errorWords.ts';
import type { PageOnStage } from '../slides/slot.ts';
import { cx } from '../../ui/cx.ts';
import { showToast } from '../../ui/toasts.ts';
import { useSize } from '../../ui/useSize.ts';
import { DescribeDialog } from './DescribeDialog.tsx';
import { Pointers } from './Pointers.tsx';
import { SelectionInWords, ShapesInWords } from './ShapesInWords.tsx';
import { TextEditor } from './TextEditor.tsx';
import { useBoardClipboard } from './useBoardClipboard.ts';
import { useBoardKeys } from './useBoardKeys.ts';
import { useDesk, useDeskState, useMayDraw } from './useBoard.ts';
import { BoardView } from './view/BoardView.ts';

/** The board over a page: its shapes, and the area to draw on. */
export function Board({ page }: { readonly page: PageOnStage }) {
  return page.place === 'stage' ? <WorkingBoard page={page} /> : <BoardPicture page={page} />;
}

/** The shapes of a page, for viewing only. */
function BoardPicture({ page }: { readonly page: PageOnStage }) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useView(page, box, false);
  return (
    <div ref={box} className="pointer-events-none absolute inset-0 overflow-hidden">
      <div ref={canvas} aria-hidden="true" />
    </div>
  );
}

function WorkingBoard({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useView(page, box, true);
  const desk = useDesk();
  const tool = useDeskState((state) => state.tool);
  const editing = useDeskState((state) => state.editing);
  const may = useMayDraw();
  const onKeyDown = useBoardKeys(page);
  const { clipboard, drops } = useBoardClipboard(page);
  const coming = useDeskState((state) => state.coming);
  const idle = !may || tool === 'hand';
  useEffect(() => desk.onRefusal((error) => showToast({ tone: 'warning', words: t(wordsOfError(error)) })), [desk, t]);
  useEffect(() => desk.turned(page.id), [desk, page.id]);
  useRightsInWords(may);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- who cannot drop has a button.
    <div className="absolute inset-0 overflow-hidden" style={{ containerType: 'size' }} {...drops}>
      {/* An application for screen readers: keys work on it, so it is one Tab stop. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        role="application"
        aria-label={t('whiteboard.board')}
        aria-roledescription={t('whiteboard.roleOfBoard')}
        aria-describedby="whiteboard-in-words"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={may ? 0 : -1}
        onKeyDown={onKeyDown}
        {...clipboard}
        className={cx(
          'absolute inset-0 touch-none select-none -outline-offset-3',
          idle && 'pointer-events-none',
          !idle && (tool === 'select' ? 'cursor-default' : 'cursor-crosshair'),
        )}
      >
        <div ref={canvas} aria-hidden="true" />
      </div>
      <Pointers page={page} />
      <SelectionInWords page={page} />
      {editing && may && <TextEditor key={editing.shape.id} page={page} editing={editing} board={box} />}
      {may && <DescribeDialog />}
      <output className={coming === 0 ? 'sr-only' : note}>
        {coming > 0 && t('whiteboard.picture.coming', { count: coming })}
      </output>
      <ShapesInWords page={page} />
    </div>
  );
}

const note =
  'pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 rounded-md bg-[#14181b]/85 px-2 py-0.5 text-[0.8125rem] leading-5 text-[#f2f1ec]';

/** Announces when this person may draw, and when no longer. */
function useRightsInWords(may: boolean): void {
  const { t } = useTranslation();
  const before = useRef(may);
  useEffect(() => {
    if (before.current === may) return;
    before.current = may;
    showToast({ tone: 'calm', words: t(may ? 'whiteboard.mayNow' : 'whiteboard.mayNoMore') });
  }, [may, t]);
}

/** Keeps a view of the page in the box while the component lives; returns the element for its canvas. */
function useView(page: PageOnStage, box: React.RefObject<HTMLDivElement | null>, live: boolean) {
  const canvas = useRef<HTMLDivElement>(null);
  const view = useRef<BoardView>(undefined);
  const desk = useDesk();
  const size = useSize(box);
  const first = useRef({ page, size });
  useEffect(() => {
    if (!box.current || !canvas.current) return;
    const made = new BoardView({ desk, element: box.current, canvas: canvas.current, live }, first.current.page);
    made.turn(first.current.page, first.current.size);
    view.current = made;
    return () => {
      view.current = undefined;
      made.close();
    };
  }, [desk, box, live]);
  useLayoutEffect(() => {
    first.current = { page, size };
    view.current?.turn(page, size);
  }, [page, size]);
  return canvas;
}
