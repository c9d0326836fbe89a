import { type RefObject, useEffect } from 'react';
import { useLater } from '../../../ui/useLater.ts';

/** The composers on the page; one at most. */
const composers = new Set<() => void>();

/** Focuses the composer's field, after a menu or dialog over it has returned the focus. */
export function focusComposer(): void {
  for (const focus of composers) focus();
}

/** Makes this field the one that `focusComposer` focuses, while the component is on the page. */
export function useComposerFocus(field: RefObject<HTMLTextAreaElement | null>): void {
  const later = useLater(50);
  useEffect(() => {
    const focus = () => later(() => field.current?.focus());
    composers.add(focus);
    return () => void composers.delete(focus);
  }, [field, later]);
}
