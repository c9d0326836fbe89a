/** The key code of a key that an input method has taken. */
const taken = 229;

/**
 * Keeps the keys of an input method from everything on the page: they choose and confirm what is being written, and are neither
 * Enter nor Escape for anybody else. Some browsers end the composition before the key that confirms it, so that `isComposing` is
 * false already. The returned function ends it.
 */
export function keepInputMethodKeys(): () => void {
  const keep = (event: KeyboardEvent) => {
    // oxlint-disable-next-line typescript/no-deprecated -- nothing else tells in Safari.
    if (event.isComposing || event.keyCode === taken) event.stopImmediatePropagation();
  };
  addEventListener('keydown', keep, true);
  return () => removeEventListener('keydown', keep, true);
}
