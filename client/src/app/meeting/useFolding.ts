import { useLayoutEffect, useState } from 'react';

/** One control of the bar and its width in px; 0 when it shows nothing. */
export interface Measured {
  readonly id: string;
  readonly width: number;
}

const none: ReadonlySet<string> = new Set();

/**
 * The controls that do not fit into the bar, and so move into the "More" menu.
 * @param controls the most important first; the caller takes off `room` what always stays
 */
export function foldedOf(controls: readonly Measured[], room: number, gap: number): ReadonlySet<string> {
  const folded = new Set<string>();
  let left = room;
  for (const { id, width } of controls) {
    const needed = width > 0 ? width + gap : 0;
    // After the first one that does not fit, only those that need no room stay: the order is the same at every width.
    if (needed > 0 && (folded.size > 0 || needed > left)) folded.add(id);
    else left -= needed;
  }
  return folded;
}

/**
 * Measures the bar and its controls, the elements with `data-control`, and returns those that do not fit.
 * @param order the controls that may leave the bar, the most important first; the others always stay
 */
export function useFolding(bar: HTMLElement | null, order: readonly string[]): ReadonlySet<string> {
  const [folded, setFolded] = useState(none);
  useLayoutEffect(() => {
    if (!bar) return;
    // The last width of each control; a folded control has none, so the one before counts.
    const widths = new Map<string, number>();
    const measure = () => {
      const { columnGap, paddingLeft, paddingRight } = getComputedStyle(bar);
      const inside = bar.clientWidth - px(paddingLeft) - px(paddingRight);
      // Without a layout, as in tests of the words, nothing is folded.
      if (!(inside > 0)) return;
      const gap = px(columnGap);
      for (const control of bar.querySelectorAll<HTMLElement>('[data-control]')) {
        if (!control.hidden) widths.set(control.dataset['control'] ?? '', control.getBoundingClientRect().width);
      }
      const stays = [...widths].filter(([id]) => !order.includes(id));
      // A gap for each control: a wide bar has one more gap, before its middle, than there are gaps between controls.
      const room = stays.reduce((left, [, width]) => left - Math.ceil(width) - gap, inside);
      const measured = order.map((id) => ({ id, width: Math.ceil(widths.get(id) ?? 0) }));
      const next = foldedOf(measured, room, gap);
      setFolded((now) => (now.size === next.size && [...now].every((id) => next.has(id)) ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(bar);
    for (const control of bar.querySelectorAll('[data-control]')) observer.observe(control);
    return () => observer.disconnect();
  }, [bar, order]);
  return folded;
}

function px(length: string): number {
  return Number.parseFloat(length) || 0;
}
