import type { CSSProperties } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../panels.ts';

/** In the place of the last tile: how many people are not shown; a press lists them. */
export function MoreTile({ count, style }: { readonly count: number; readonly style?: CSSProperties }) {
  const { t } = useTranslation();
  return (
    <li className="tile overflow-hidden rounded-tile bg-raised" style={style}>
      <Button
        onPress={() => openPanel('people')}
        aria-label={t('meeting.moreTilesHint', { count })}
        className="grid size-full place-items-center -outline-offset-3 data-hovered:bg-hover"
      >
        <span className="rounded-full bg-hover px-4 py-2 font-bold tabular">{t('meeting.moreTiles', { count })}</span>
      </Button>
    </li>
  );
}
