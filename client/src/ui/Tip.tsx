import { type ReactElement, useState } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { Key } from './Key.tsx';

interface Props {
  readonly words: string;
  /** The shortcut of the same action, shown beside the words. */
  readonly hotkey?: string | undefined;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactElement;
}

/** The last key, until the pointer moves. */
let lastKey: string | undefined;
addEventListener('keydown', ({ key }) => (lastKey = key), true);
addEventListener('pointermove', () => (lastKey = undefined), true);

/**
 * A tooltip for one pressable child: its action and shortcut. Opens under the pointer, and with the focus when a person moved
 * the focus there by Tab: a dialog that closes gives the focus back to its button, where a tooltip would stay in the way.
 */
export function Tip({ words, hotkey, placement = 'top', children }: Props) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => setOpen(next && (lastKey === undefined || lastKey === 'Tab'));
  return (
    <TooltipTrigger delay={500} closeDelay={80} isOpen={open} onOpenChange={change}>
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
