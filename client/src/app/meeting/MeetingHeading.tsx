import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../ui/Announcer.tsx';
import { cx } from '../../ui/cx.ts';
import { useArrivalWords } from '../house.ts';
import { useMeeting } from '../session.ts';
import { usePeopleHere } from './stage/people.ts';
import { goToRegion } from './useRegions.ts';

/** The name of the room, which has the focus when the meeting appears, and a way from there to the controls. */
export function MeetingHeading({ hidden = false }: { readonly hidden?: boolean }) {
  const { t } = useTranslation();
  const title = useMeeting((state) => state.room.title);
  const others = usePeopleHere().length - 1;
  const details = useArrivalWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const arrive = useEffectEvent(() => {
    heading.current?.focus();
    const where = others > 0 ? t('meeting.arrived', { title, count: others }) : t('meeting.arrivedAlone', { title });
    announce([where, ...details].join(' '));
  });
  useEffect(() => arrive(), []);
  return (
    <>
      <h1
        ref={heading}
        tabIndex={-1}
        dir="auto"
        className={cx('outline-none', hidden ? 'sr-only' : 'min-w-24 shrink truncate text-base font-bold')}
      >
        {title}
      </h1>
      <button
        type="button"
        onClick={() => goToRegion('controls')}
        className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-50 focus:min-h-11 focus:rounded-control focus:bg-raised focus:px-4"
      >
        {t('meeting.skipToControls')}
      </button>
    </>
  );
}
