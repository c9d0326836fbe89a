import { Button } from 'react-aria-components';
import { cx } from '../../../ui/cx.ts';
import type { StageItem } from '../../slots.ts';

interface Props {
  readonly items: readonly StageItem[];
  readonly choose: (key: string) => void;
  /** True when they have the whole width. */
  readonly wide?: boolean;
}

/** Shared content that is not on the stage; a press puts it there. */
export function OtherScreens({ items, choose, wide = false }: Props) {
  return (
    <ul className={cx('flex shrink-0 gap-2 overflow-x-auto', !wide && 'max-w-[50%]')}>
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
