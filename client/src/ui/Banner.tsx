import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly tone: 'warning' | 'accent' | 'calm';
  readonly icon: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

const tones = {
  warning: 'bg-amber-soft text-amber-text',
  accent: 'bg-accent-soft text-accent-text',
  calm: 'bg-raised text-text',
} as const;

/** One line across the meeting, shown as long as its message is true. */
export function Banner({ tone, icon, action, children }: Props) {
  return (
    <div
      className={cx(
        'animate-fade flex min-h-12 flex-wrap items-center justify-center gap-x-4 gap-y-1 px-4 py-1.5 text-center',
        tones[tone],
      )}
    >
      <span aria-hidden="true" className="[&>svg]:size-5">
        {icon}
      </span>
      <output className="block min-w-0">{children}</output>
      {action}
    </div>
  );
}
