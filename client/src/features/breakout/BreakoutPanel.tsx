import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFocusWish } from '../../app/meeting/panel/panels.ts';
import { Board } from './running/Board.tsx';
import { PlanSummary } from './plan/PlanSummary.tsx';
import { usePlanning } from './plan/planning.ts';
import { RoomChoice } from './running/RoomChoice.tsx';
import { useManages, useRunning } from './useBreakout.ts';

/** The panel of rooms: what is planned, the board, or the choice of a room. */
export function BreakoutPanel() {
  const { t } = useTranslation();
  const manages = useManages();
  const running = useRunning();
  const planning = usePlanning();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus();
  }, []);
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="sr-only">
        {t('breakout.entry')}
      </h2>
      {!manages && <RoomChoice />}
      {manages && running && <Board running={running} />}
      {manages && !running && planning && <PlanSummary planning={planning} />}
    </>
  );
}
