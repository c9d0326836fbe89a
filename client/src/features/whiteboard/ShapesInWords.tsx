import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { byOrder } from '@plenum/shared/features/whiteboard/shapes';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import type { PageOnStage } from '../../app/slots.ts';
import { stateOf } from '../../core/store.ts';
import { useBoardPage } from './useBoard.ts';
import { wordsOfShape } from './wordsOfShape.ts';

/** As many as one would listen to. */
const most = 200;

/** The board for those who do not see it: a list of what is drawn and by whom. */
export function ShapesInWords({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const board = useDeferredValue(useBoardPage(page.id));
  const authors = useMeeting((state) => stateOf(state, whiteboard).authors);
  const shapes = board.count > most ? [] : shapesOn(board).toSorted(byOrder);
  return (
    <div className="sr-only">
      <p id="whiteboard-in-words">
        {t('whiteboard.count', { count: board.count })} {t('whiteboard.howTo')}
      </p>
      {shapes.length > 0 && (
        <ul aria-label={t('whiteboard.shapes')}>
          {shapes.map((shape) => (
            <li key={shape.id}>{wordsOfShape(t, shape, authors[shape.by] ?? '')}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
