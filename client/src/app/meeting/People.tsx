import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { useSize } from '../../ui/useSize.ts';
import { useWantedMembers } from '../slots.ts';
import { bestGrid, bestStrip, chooseVisible } from './grid.ts';
import { InviteTile } from './InviteTile.tsx';
import { MoreTile } from './MoreTile.tsx';
import { usePeople } from './people.ts';
import { Tile } from './Tile.tsx';

const gap = 8;

/** Everybody as tiles that fill the space and never overflow it. */
export function PeopleGrid() {
  const { t } = useTranslation();
  const box = useRef<HTMLUListElement>(null);
  const { width, height } = useSize(box);
  const people = usePeople();
  const alone = people.length === 1;
  const grid = bestGrid(people.length + (alone ? 1 : 0), {
    width,
    height,
    gap,
    minWidth: 118,
    minHeight: 88,
    ...shapes(width, height),
  });
  const visible = useVisible(grid.cells);
  const size = { width: grid.tileWidth, height: grid.tileHeight };
  const measured = width > 0 && height > 0;
  return (
    <ul
      ref={box}
      aria-label={t('meeting.tiles')}
      className="flex size-full min-h-0 min-w-0 flex-wrap content-center items-center justify-center overflow-hidden"
      style={{ gap }}
    >
      {measured &&
        visible.shown.map((member) => <Tile key={member.id} member={member} style={size} height={grid.tileHeight} />)}
      {measured && visible.more > 0 && <MoreTile count={visible.more} style={size} />}
      {measured && alone && grid.cells > 1 && <InviteTile style={size} />}
    </ul>
  );
}

/** One row of tiles under the stage, in its middle when nothing else is in the row. */
export function PeopleStrip({ alone }: { readonly alone: boolean }) {
  const { t } = useTranslation();
  const box = useRef<HTMLUListElement>(null);
  const { width, height } = useSize(box);
  const people = usePeople();
  const strip = bestStrip(people.length, { width, height, gap });
  const visible = useVisible(strip.cells);
  const size = { width: strip.tileWidth, height };
  return (
    <ul
      ref={box}
      aria-label={t('meeting.tiles')}
      className={cx('flex h-28 min-w-0 overflow-hidden', alone && 'justify-center')}
      style={{ gap }}
    >
      {height > 0 &&
        visible.shown.map((member) => <Tile key={member.id} member={member} style={size} height={height} />)}
      {height > 0 && visible.more > 0 && <MoreTile count={visible.more} style={size} />}
    </ul>
  );
}

/** A wide space shows cameras nearly as they are; a narrow one may crop them more, so that it is used. */
function shapes(width: number, height: number): { readonly squarest: number; readonly widest: number } {
  return width > height ? { squarest: 4 / 3, widest: 16 / 9 } : { squarest: 0.8, widest: 2 };
}

/** Who is shown in so many cells; with more people than cells the last cell is for the number of the others. */
function useVisible(cells: number) {
  const people = usePeople();
  const wanted = useWantedMembers();
  const places = people.length > cells ? cells - 1 : cells;
  const ids = chooseVisible(
    people.map(({ id }) => id),
    wanted,
    Math.max(places, 0),
  );
  const shown = ids.flatMap((id) => people.find((member) => member.id === id) ?? []);
  return { shown, more: people.length - shown.length };
}
