import { shapeOn, shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { byOrder } from '@plenum/shared/features/whiteboard/shapes';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../slides/slot.ts';
import { useAuthors, useBoardPage, useDeskState, useMayDraw } from './useBoard.ts';
import { wordsOfShape } from './wordsOfShape.ts';

/** Most shapes in the list: more would be too many to listen to. */
const most = 200;

/** The board for screen readers: a list of its shapes and their authors. */
export function ShapesInWords({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const may = useMayDraw();
  const board = useDeferredValue(useBoardPage(page.id));
  const authorOf = useAuthors();
  const shapes = board.count > most ? [] : shapesOn(board).toSorted(byOrder);
  return (
    <div className="sr-only">
      <p id="whiteboard-in-words">
        {t('whiteboard.count', { count: board.count })} {may && t('whiteboard.howTo')}
      </p>
      {shapes.length > 0 && (
        <ul aria-label={t('whiteboard.shapes')}>
          {shapes.map((shape) => (
            <li key={shape.id}>{wordsOfShape(t, shape, authorOf(shape.by))}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The selected shape and its author, when exactly one is selected. */
export function SelectionInWords({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const board = useBoardPage(page.id);
  const selection = useDeskState((state) => state.selection);
  const authorOf = useAuthors();
  const [id, ...others] = selection;
  const shape = id !== undefined && others.length === 0 ? shapeOn(board, id) : undefined;
  if (!shape) return null;
  const what = t(`whiteboard.kind.${shape.kind}`);
  return (
    <p
      dir="auto"
      className="pointer-events-none absolute right-2 bottom-2 max-w-[60%] truncate rounded-md bg-[#14181b]/85 px-2 py-0.5 text-[0.8125rem] leading-5 text-[#f2f1ec]"
    >
      {t('whiteboard.shapeBy', { what, name: authorOf(shape.by) || t('whiteboard.somebody') })}
    </p>
  );
}
