import { ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { cx } from './cx.ts';
import { Menu, type MenuGroup } from './Menu.tsx';
import { Tip } from './Tip.tsx';

export type Tone = 'plain' | 'on' | 'off' | 'danger';

interface Props {
  readonly icon: ReactNode;
  /** The word under the icon: what a press does. */
  readonly word: string;
  readonly hint: string;
  readonly hotkey?: string | undefined;
  readonly tone?: Tone;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  /** For buttons that open something: whether it is open. */
  readonly expanded?: boolean;
  /** Id of what a press opens. */
  readonly controls?: string;
  /** A number that waits, and its meaning in words. */
  readonly badge?: { readonly count: number; readonly words: string } | undefined;
  /** Makes it a split button: the smaller half opens this menu. */
  readonly split?: { readonly label: string; readonly groups: readonly MenuGroup[]; readonly onOpen?: () => void } | undefined;
}

const tones: Readonly<Record<Tone, string>> = {
  plain: 'data-hovered:bg-raised data-pressed:bg-hover aria-expanded:bg-raised',
  on: 'bg-accent-soft text-accent-text data-hovered:brightness-110',
  off: 'bg-danger-soft text-danger-text data-hovered:brightness-110',
  danger: 'bg-danger text-white data-hovered:brightness-110',
};

/** One control of the bar at the bottom: icon over word, colour last. */
export function ControlButton({ icon, word, hint, hotkey, tone = 'plain', onPress, disabled = false, expanded, controls, badge, split }: Props) {
  return (
    <div className={cx('relative flex min-w-0 flex-1 sm:flex-none', split && 'control-split')}>
      <Tip words={hint} hotkey={hotkey}>
        <AriaButton
          onPress={onPress}
          isDisabled={disabled}
          aria-label={badge && badge.count > 0 ? `${word}, ${badge.words}` : word}
          {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
          {...(controls && expanded ? { 'aria-controls': controls } : {})}
          {...(hotkey && hotkey.length === 1 ? { 'aria-keyshortcuts': hotkey } : {})}
          className={cx(
            'flex h-14 w-full min-w-0 flex-col items-center justify-center gap-1 rounded-tile px-1 text-[0.8125rem] leading-4 transition-colors data-disabled:opacity-50 sm:w-auto sm:min-w-[4.25rem] sm:px-2.5',
            split && 'sm:rounded-r-none sm:pr-2',
            tones[tone],
          )}
        >
          <span className="relative [&>svg]:size-5">
            {icon}
            {badge && badge.count > 0 && (
              <span className="absolute -top-2 left-3 min-w-5 rounded-full bg-accent px-1 text-center text-xs leading-5 font-bold text-accent-ink tabular">
                {badge.count > 99 ? '99+' : badge.count}
              </span>
            )}
          </span>
          <span className="max-w-full truncate">{word}</span>
        </AriaButton>
      </Tip>
      {split && <SplitHalf split={split} tone={tone} />}
    </div>
  );
}

function SplitHalf({ split, tone }: { readonly split: NonNullable<Props['split']>; readonly tone: Tone }) {
  return (
    <Menu
      label={split.label}
      groups={split.groups}
      placement="top"
      onOpenChange={(open) => open && split.onOpen?.()}
      trigger={
        <AriaButton
          aria-label={split.label}
          className={cx(
            'hidden h-14 w-11 shrink-0 place-items-center rounded-r-tile border-l border-ground/60 transition-colors sm:grid',
            tones[tone],
            tone === 'plain' && 'bg-raised/40',
          )}
        >
          <ChevronUp aria-hidden="true" className="size-4" />
        </AriaButton>
      }
    />
  );
}
