import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { Key } from './Key.tsx';

interface Props {
  readonly words: string;
  /** The shortcut of the same action, shown beside the words. */
  readonly hotkey?: string | undefined;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactElement;
}

/** A tooltip for one pressable child: its action and shortcut. */
export function Tip({ words, hotkey, placement = 'top', children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip
        placement={placement}
        offset={8}
        className="animate-fade flex max-w-72 items-center gap-2 rounded-control border border-line bg-raised px-3 py-1.5 text-sm text-text shadow-float"
      >
        <span>{words}</span>
        {hotkey && <Key name={hotkey} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
