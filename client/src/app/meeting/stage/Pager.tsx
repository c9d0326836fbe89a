import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import type { Seats } from './useSeats.ts';

/** Height of the pager row with its gap, in rem. */
export const pagerHeight = 3.25;
/** Width of a turn button with its gap, in rem. */
export const turnWidth = 3.75;

/** Below a grid: the number of the open page, and buttons for the next and the previous one. */
export function Pager({ seats }: { readonly seats: Seats }) {
  const { t } = useTranslation();
  const { page, pages } = seats;
  return (
    <div className="flex h-11 shrink-0 items-center justify-center gap-2">
      <Turn seats={seats} by={-1} />
      <output className="min-w-28 text-center text-sm text-dim tabular">
        {t('meeting.page', { page: page + 1, pages })}
      </output>
      <Turn seats={seats} by={1} />
    </div>
  );
}

interface TurnProps {
  readonly seats: Seats;
  readonly by: 1 | -1;
  /** Number of people on that side, for layouts without page numbers. */
  readonly count?: number;
}

/** Turns one page. Without a further page the button stays, disabled, so that the next press meets nothing else. */
export function Turn({ seats: { page, pages, turn }, by, count }: TurnProps) {
  const { t } = useTranslation();
  const Icon = by < 0 ? ChevronLeft : ChevronRight;
  const to = page + by;
  const name = by < 0 ? t('meeting.pageBefore') : t('meeting.pageAfter');
  const behind = count !== undefined && count > 0 ? t('meeting.pageCount', { number: count }) : undefined;
  return (
    <Button
      square
      aria-label={behind === undefined ? name : `${behind}, ${name}`}
      isDisabled={to < 0 || to >= pages}
      onPress={() => turn(to)}
    >
      <span className="flex flex-col items-center">
        <Icon aria-hidden="true" className="size-5 rtl:-scale-x-100" />
        {behind !== undefined && (
          <span aria-hidden="true" className="text-[0.8125rem] leading-4 tabular">
            {behind}
          </span>
        )}
      </span>
    </Button>
  );
}
