/** The id of the field in which one writes; there is one at most. */
export const composerId = 'chat-composer';

/** Gives the focus to the field, once whatever was open over it has given it back. */
export function focusComposer(): void {
  setTimeout(() => document.getElementById(composerId)?.focus(), 50);
}
