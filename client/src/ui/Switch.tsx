import type { ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components';

interface Props {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

/** A switch with immediate effect. The knob's position shows its state, not the colour alone. */
export function Switch({ on, onChange, children }: Props) {
  return (
    <AriaSwitch isSelected={on} onChange={onChange} className="group flex min-h-11 items-center gap-3">
      <span className="flex h-7 w-12 shrink-0 items-center rounded-full border-2 border-edge bg-ground p-0.5 transition-colors group-data-focus-visible:outline-3 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-(--ring) group-data-selected:border-accent-text group-data-selected:bg-accent-soft">
        <span className="size-4.5 rounded-full bg-edge transition-transform group-data-selected:translate-x-5 group-data-selected:bg-accent-text rtl:group-data-selected:-translate-x-5" />
      </span>
      <span className="min-w-0">{children}</span>
    </AriaSwitch>
  );
}
