import type { View } from '@plenum/shared/features/slides/contract';
import type { ReactNode } from 'react';

interface Props {
  /** The part of the page that is drawn here. */
  readonly region: View;
  /** The part of the page that fills the box. */
  readonly view: View;
  readonly children: ReactNode;
}

/** Places the picture of a region where that region is in the box. */
export function Placed({ region, view, children }: Props) {
  const percent = (length: number, of: number) => `${(length / of) * 100}%`;
  return (
    <div
      className="absolute"
      style={{
        left: percent(region.x - view.x, view.width),
        top: percent(region.y - view.y, view.height),
        width: percent(region.width, view.width),
        height: percent(region.height, view.height),
      }}
    >
      {children}
    </div>
  );
}
