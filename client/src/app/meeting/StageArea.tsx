import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { type StageItem, useStageItems } from '../slots.ts';
import { PeopleGrid, PeopleStrip } from './People.tsx';
import type { Layout } from './useLayout.ts';

/** The middle of the meeting: what is shown to everybody, or everybody. */
export function StageArea({ layout }: { readonly layout: Layout }) {
  const { t } = useTranslation();
  const items = useStageItems();
  const [wish, setWish] = useState<string>();
  const [newest, setNewest] = useState<string>();
  // A new screen takes the stage; until the next one a person may look at another.
  if (newest !== items[0]?.key) {
    setNewest(items[0]?.key);
    setWish(undefined);
  }
  const shown = items.find(({ key }) => key === wish) ?? items[0];
  if (!shown) return <PeopleGrid />;
  const others = items.filter((item) => item !== shown);
  const phone = layout === 'phone';
  return (
    <div className="flex size-full min-h-0 flex-col gap-2">
      <section
        aria-label={`${t('meeting.stage')}: ${shown.title}`}
        className={cx(
          'relative min-h-0 overflow-hidden rounded-tile bg-stage',
          phone ? 'aspect-4/3 max-h-[55%] shrink-0' : 'flex-1',
        )}
      >
        {shown.render('stage')}
      </section>
      {layout !== 'landscape' && (
        <div className={cx('flex min-h-0 min-w-0 gap-2', phone ? 'flex-1 flex-col' : 'shrink-0')}>
          {others.length > 0 && <OtherScreens items={others} choose={setWish} />}
          <div className="min-h-0 min-w-0 flex-1">
            {phone ? <PeopleGrid /> : <PeopleStrip alone={others.length === 0} />}
          </div>
        </div>
      )}
    </div>
  );
}

/** Screens that wait beside the strip; a press puts one on the stage. */
function OtherScreens({
  items,
  choose,
}: {
  readonly items: readonly StageItem[];
  readonly choose: (key: string) => void;
}) {
  return (
    <ul className="flex max-w-[50%] shrink-0 gap-2 overflow-x-auto">
      {items.map((item) => (
        <li key={item.key} className="tile relative h-28 w-42 shrink-0 overflow-hidden rounded-tile border border-line">
          {item.render('strip')}
          <Button
            onPress={() => choose(item.key)}
            className="absolute inset-0 flex items-end rounded-tile p-1.5 text-left -outline-offset-3"
          >
            <span
              dir="auto"
              className="max-w-full truncate rounded-md bg-[#14181b]/80 px-2 py-0.5 text-[0.8125rem] leading-5 text-[#f2f1ec]"
            >
              {item.title}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
