import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSize } from '../../../ui/useSize.ts';
import { bestGrid } from './grid.ts';
import type { Subject } from './people.ts';
import { Tile } from './Tile.tsx';

const gap = 8;

/** People on the stage: the speaker, or the pinned members side by side. */
export function StagePeople({ people }: { readonly people: readonly Subject[] }) {
  const { t } = useTranslation();
  const box = useRef<HTMLUListElement>(null);
  const { width, height } = useSize(box);
  const grid = bestGrid(people.length, {
    width,
    height,
    gap,
    minWidth: 60,
    minHeight: 60,
    squarest: 0.7,
    widest: 2.2,
  });
  return (
    <ul
      ref={box}
      aria-label={t('meeting.stage')}
      className="flex size-full flex-wrap content-center items-center justify-center overflow-hidden"
      style={{ gap }}
    >
      {height > 0 &&
        people.map((subject) => (
          <Tile
            key={subject.id}
            subject={subject}
            style={{ width: grid.tileWidth, height: grid.tileHeight }}
            place="stage"
          />
        ))}
    </ul>
  );
}
