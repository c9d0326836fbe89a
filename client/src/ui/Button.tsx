import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { cx } from './cx.ts';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface Props extends Omit<ButtonProps, 'className' | 'style' | 'isPending'> {
  readonly look?: Look;
  readonly wide?: boolean;
  readonly square?: boolean;
  /** Busy: keeps the focus and ignores presses. */
  readonly busy?: boolean;
}

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-accent-ink font-bold data-hovered:brightness-105 data-pressed:brightness-95',
  plain: 'bg-raised text-text border border-edge/60 data-hovered:bg-hover data-pressed:bg-hover',
  quiet: 'text-text data-hovered:bg-raised data-pressed:bg-hover',
  danger: 'bg-danger text-white font-bold data-hovered:brightness-110 data-pressed:brightness-95',
};

/** A button with a word, at least 44 px high; `square` for an icon with an aria-label. */
export function Button({ look = 'plain', wide = false, square = false, busy = false, ...rest }: Props) {
  return (
    <AriaButton
      {...rest}
      aria-disabled={busy}
      className={cx(
        'inline-flex min-h-11 items-center justify-center gap-2 rounded-control text-center transition-colors',
        'data-disabled:opacity-55',
        busy && 'opacity-75',
        square ? 'min-w-11 p-2' : 'px-5 py-2',
        wide && 'w-full',
        looks[look],
      )}
    />
  );
}
