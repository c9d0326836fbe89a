import { useEffect, useEffectEvent } from 'react';
import { signOf } from '../../ui/signOf.ts';
import { preferences } from './preferences.ts';

/** True while a text field, list or window uses the keys, so that shortcuts must not act. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]',
    ) !== null
  );
}

// The letter or sign of a key press, the same on every keyboard layout; undefined when a modifier makes it another command.
function hotkeyOf(event: KeyboardEvent): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  const sign = signOf(event);
  return event.shiftKey && sign !== '?' ? undefined : sign;
}

/** Binds a single key to an action while the component is on the page. Does nothing while the person types. */
export function useHotkey(key: string, run: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !preferences.getState().shortcuts) return;
    if (hotkeyOf(event) !== key || isTyping(event.target)) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
