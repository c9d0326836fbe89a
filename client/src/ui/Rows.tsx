import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

const controls = 'a[href], button, [role="button"], [tabindex]';

/**
 * Makes a list of rows with buttons one stop of Tab: the arrow keys, Home and End go from row to row, Tab goes through the
 * buttons of the row that has the focus and then leaves the list. The rows are the `li` inside.
 */
export function Rows({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useRows(box);
  return (
    <div ref={box} className={className}>
      {children}
    </div>
  );
}

function useRows(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let current: Element | undefined;
    const rows = (): readonly Element[] =>
      [...element.querySelectorAll('li')].filter((row) => buttonsOf(row).length > 0);
    const arrange = () => {
      const all = rows();
      if (!current || !all.includes(current)) current = all[0];
      for (const row of all) {
        const index = row === current ? 0 : -1;
        for (const button of buttonsOf(row)) if (button.tabIndex !== index) button.tabIndex = index;
      }
    };
    const enter = ({ target }: FocusEvent) => {
      const row = rows().find((one) => target instanceof Node && one.contains(target));
      if (!row || row === current) return;
      current = row;
      arrange();
    };
    const key = (event: KeyboardEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.matches('input, textarea')) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const all = rows();
      const row = all.find((one) => one.contains(target));
      const next = row && rowFor(event.key, all, all.indexOf(row));
      if (!next) return;
      // The arrow keys would open the menu of a button.
      event.preventDefault();
      event.stopPropagation();
      // The same button of the other row, counted from the end: the last one is there in every row.
      const fromEnd = buttonsOf(row).toReversed().indexOf(target);
      const others = buttonsOf(next).toReversed();
      (others[Math.max(0, fromEnd)] ?? others[0])?.focus();
    };
    arrange();
    const observer = new MutationObserver(arrange);
    observer.observe(element, { childList: true, subtree: true });
    element.addEventListener('focusin', enter);
    element.addEventListener('keydown', key, { capture: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', enter);
      element.removeEventListener('keydown', key, { capture: true });
    };
  }, [list]);
}

function buttonsOf(row: Element): readonly HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(controls)];
}

function rowFor(key: string, rows: readonly Element[], at: number): Element | undefined {
  switch (key) {
    case 'ArrowDown':
      return rows[Math.min(at + 1, rows.length - 1)];
    case 'ArrowUp':
      return rows[Math.max(at - 1, 0)];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    default:
      return undefined;
  }
}
