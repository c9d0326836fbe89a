import { aside } from '@plenum/shared/core/aside';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { shapeOn } from '@plenum/shared/features/whiteboard/pages';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { showToast } from '../../ui/toasts.ts';
import type { Describing } from './desk/BoardDesk.ts';
import { mayDraw } from './desk/rights.ts';
import { useDesk, useDeskState } from './useBoard.ts';

/** A dialog for the description of a picture, for members who do not see it. It stays when another member turns the page. */
export function DescribeDialog() {
  const describing = useDeskState((state) => state.describing);
  return describing && <Description key={describing.shape.id} {...describing} />;
}

function Description({ page, shape, text }: Describing) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [alt, setAlt] = useState(text ?? shape.alt);
  const written = useRef(alt);
  const isOver = useRef(false);
  const save = () => {
    if (isOver.current) return;
    close();
    if (written.current === shape.alt) return;
    if (shapeOn(desk.page(page), shape.id)) aside(desk.saveDescription({ page, shape }, written.current));
    else showToast({ tone: 'warning', words: t('whiteboard.picture.gone') });
  };
  const close = () => {
    isOver.current = true;
    desk.describe(undefined);
  };
  const keep = useEffectEvent(() => {
    const mayNot = !mayDraw(desk.session.store.getState());
    // The dialog comes back with its words when this person may draw again.
    if (mayNot && !isOver.current) desk.describe({ page, shape, text: written.current });
    else save();
  });
  // Another member may end the presentation: the words are kept as if they had been saved.
  useEffect(() => () => keep(), []);
  return (
    <Dialog open onClose={close} title={t('whiteboard.picture.describe')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="text-dim">{t('whiteboard.picture.why')}</p>
        <Field
          label={t('whiteboard.picture.shows')}
          value={alt}
          onChange={(next) => {
            written.current = next;
            setAlt(next);
          }}
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
