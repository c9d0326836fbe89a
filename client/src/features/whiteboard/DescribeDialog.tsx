import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { shapeOn } from '@plenum/shared/features/whiteboard/pages';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../slides/slot.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { useBoardPage, useDesk, useDeskState } from './useBoard.ts';

/** A dialog for the description of a picture, for members who do not see it. */
export function DescribeDialog({ page }: { readonly page: PageOnStage }) {
  const board = useBoardPage(page.id);
  const id = useDeskState(({ describing }) => describing);
  const shape = id === undefined ? undefined : shapeOn(board, id);
  return shape?.kind === 'image' ? <Description key={shape.id} page={page} shape={shape} /> : null;
}

interface Props {
  readonly page: PageOnStage;
  readonly shape: Extract<Shape, { kind: 'image' }>;
}

function Description({ page, shape }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [alt, setAlt] = useState(shape.alt);
  const close = () => desk.describe(undefined);
  return (
    <Dialog open onClose={close} title={t('whiteboard.picture.describe')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          close();
          if (alt !== shape.alt) desk.change(page.id, [{ id: shape.id, set: { alt } }]);
        }}
      >
        <p className="text-dim">{t('whiteboard.picture.why')}</p>
        <Field
          label={t('whiteboard.picture.shows')}
          value={alt}
          onChange={setAlt}
          maxLength={whiteboardLimits.altLength}
          autoComplete="off"
        />
        <Button type="submit" look="primary">
          {t('whiteboard.picture.save')}
        </Button>
      </form>
    </Dialog>
  );
}
