import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { remInPx } from '../../../ui/rem.ts';
import { type Size, useSize } from '../../../ui/useSize.ts';
import { usePreference } from '../../preferences/preferences.ts';
import { bestGrid, bestStrip, type GridSpace } from './grid.ts';
import { useIsRecorded } from '../../house.ts';
import { InviteTile } from './InviteTile.tsx';
import { Pager, pagerHeight, Turn, turnWidth } from './Pager.tsx';
import { type Subject, usePeople } from './people.ts';
import { usualTiles } from './seating.ts';
import { Tile } from './Tile.tsx';
import { useSeats } from './useSeats.ts';

const gap = 8;

interface Props {
  readonly people: readonly Subject[];
  /** People of the list who are shown large elsewhere. */
  readonly away?: readonly string[];
}

const nobody: readonly string[] = [];

/** Tiles of people that fill the space and never overflow it; further people are on further pages. */
export function PeopleGrid({ people, away = nobody }: Props) {
  const count = people.length - away.length;
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [chosen] = usePreference('tilesPerPage');
  const recorded = useIsRecorded();
  const isOnly = usePeople().length === 1;
  const alone = isOnly && !recorded;
  const wanted = Math.min(count + (alone ? 1 : 0), chosen ?? usualTiles((size.width * 16) / remInPx()));
  const whole = bestGrid(wanted, spaceOf(size));
  const paged = count > whole.cells;
  const grid = paged ? bestGrid(wanted, spaceOf({ ...size, height: size.height - pagerHeight * remInPx() })) : whole;
  const seats = useSeats(people, away, grid.cells);
  const measured = size.width > 0 && size.height > 0;
  const tile = { width: grid.tileWidth, height: grid.tileHeight };
  return (
    <div ref={box} className="flex size-full min-h-0 min-w-0 flex-col gap-2 overflow-hidden">
      <ul
        aria-label={t('meeting.tiles')}
        className="flex min-h-0 flex-1 flex-wrap content-center items-center justify-center"
        style={{ gap }}
      >
        {measured &&
          seats.shown.map((subject) => <Tile key={subject.id} subject={subject} style={tile} place="grid" />)}
        {measured && alone && grid.cells > count && <InviteTile style={tile} />}
      </ul>
      {measured && seats.pages > 1 && <Pager seats={seats} />}
    </div>
  );
}

/** One row of tiles below the stage; centred when nothing else is in the row. */
export function PeopleStrip({ people, away = nobody, alone }: Props & { readonly alone: boolean }) {
  const count = people.length - away.length;
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const whole = bestStrip(count, { width, height, gap });
  const paged = count > whole.cells;
  const strip = paged ? bestStrip(count, { width: width - 2 * turnWidth * remInPx(), height, gap }) : whole;
  const seats = useSeats(people, away, strip.cells);
  const tile = { width: strip.tileWidth, height };
  const behind = count - (seats.page + 1) * strip.cells;
  return (
    <div ref={box} className="flex h-28 min-w-0 items-center justify-between gap-2 overflow-hidden">
      {height > 0 && paged && <Turn seats={seats} by={-1} count={seats.page * strip.cells} />}
      <ul
        aria-label={t('meeting.tiles')}
        className={cx('flex h-full min-w-0 flex-1', alone && !paged && 'justify-center')}
        style={{ gap }}
      >
        {height > 0 &&
          seats.shown.map((subject) => <Tile key={subject.id} subject={subject} style={tile} place="strip" />)}
      </ul>
      {height > 0 && paged && <Turn seats={seats} by={1} count={Math.max(behind, 0)} />}
    </div>
  );
}

/** A wide space shows cameras almost uncropped; a narrow one crops them more, to use the space. */
function spaceOf({ width, height }: Size): GridSpace {
  const shapes = width > height ? { squarest: 4 / 3, widest: 16 / 9 } : { squarest: 0.8, widest: 2 };
  const rem = remInPx();
  return { width, height, gap, minWidth: 7.375 * rem, minHeight: 5.5 * rem, ...shapes };
}
