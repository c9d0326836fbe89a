import { presence } from '@plenum/shared/features/presence/contract';
import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/useNow.ts';
import { useMeeting } from '../session.ts';
import { useFeatures } from '../house.ts';
import { MeetingHeading } from './MeetingHeading.tsx';
import { inOrder, topOrder } from './order.ts';
import { stateOf } from '../../core/store.ts';
import { useHomeMeeting } from '../stayContext.ts';
import { shortDuration, timeOfDay, wordsOfDuration } from '../wordsOfTime.ts';
import { regionIds } from './useRegions.ts';

/** The room, the clock, and the features' items: who talks, how good the connection is. */
export function TopBar() {
  const items = inOrder(
    useFeatures().map(({ top }) => top),
    topOrder,
  );
  const of = (side: 'start' | 'end') =>
    items.filter((item) => item.side === side).map(({ id, Item }) => <Item key={id} />);
  return (
    <header
      id={regionIds.top}
      tabIndex={-1}
      className="relative flex h-12 shrink-0 items-center gap-3 border-b border-line px-4 outline-none"
    >
      <MeetingHeading />
      <MeetingClock />
      <div className="flex min-w-0 flex-1 basis-0 items-center gap-3 overflow-hidden max-sm:hidden">{of('start')}</div>
      <div className="ml-auto flex shrink-0 items-center gap-3">{of('end')}</div>
    </header>
  );
}

/** The server's time of day, so that all members see the same clock, and how long the meeting has been going. */
function MeetingClock() {
  const { t, i18n } = useTranslation();
  const offset = useMeeting((state) => state.clockOffsetMs);
  const now = useNow(5_000) + offset;
  const begunAt = useHomeMeeting((state) => stateOf(state, presence).begunAt);
  return (
    <p className="hidden shrink-0 items-center gap-2 rounded-full bg-raised px-3 py-1 text-sm text-dim tabular sm:flex">
      <Clock aria-hidden="true" className="size-4" />
      <span className="sr-only">{t('meeting.clock')} </span>
      <time dateTime={new Date(now).toISOString()}>{timeOfDay(now, i18n.language)}</time>
      {begunAt !== undefined && (
        <span className="max-md:hidden">
          <span aria-hidden="true">· {shortDuration(now - begunAt, i18n.language)}</span>
          <span className="sr-only">
            {t('meeting.length', { time: wordsOfDuration(Math.max(0, now - begunAt), i18n.language) })}
          </span>
        </span>
      )}
    </p>
  );
}
