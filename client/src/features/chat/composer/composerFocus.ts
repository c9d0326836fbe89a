/** The id of the composer's field; the page has one at most. */
export const composerId = 'chat-composer';

/** Focuses the field, after a menu or dialog over it has returned the focus. */
export function focusComposer(): void {
  setTimeout(() => document.getElementById(composerId)?.focus(), 50);
}
