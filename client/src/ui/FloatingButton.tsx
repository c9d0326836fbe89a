import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly label: string;
  readonly tone: 'plain' | 'off' | 'danger';
  readonly onPress: () => void;
  /** An icon. */
  readonly children: ReactNode;
}

const tones = {
  plain: 'bg-raised text-text hover:bg-hover',
  off: 'bg-danger-soft text-danger-text hover:brightness-110',
  danger: 'bg-danger text-white hover:brightness-110',
} as const;

/** A button of the small floating window. A plain one: the page's own buttons listen in the page's document. */
export function FloatingButton({ label, tone, onPress, children }: Props) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      onClick={onPress}
      className={cx('grid size-11 place-items-center rounded-full shadow-float', tones[tone])}
    >
      {children}
    </button>
  );
}
