/** How the focus came to the element that has it. */
export interface FocusOrigin {
  /** True when a key brought the focus to the element, and no press followed. */
  readonly byKey: () => boolean;
  readonly close: () => void;
}

/** Modifiers bring no focus, and the space bar presses what has it: neither changes the way by which the focus came. */
const silentKeys: ReadonlySet<string> = new Set([' ', 'Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Fn']);

/**
 * Records how the focus comes to elements. `:focus-visible` does not answer this: with the first key that is pressed, the
 * browser also shows a focus that a mouse brought.
 */
export function createFocusOrigin(): FocusOrigin {
  let last: 'key' | 'press' = document.activeElement?.matches(':focus-visible') === true ? 'key' : 'press';
  let origin = last;
  const onKey = ({ key }: KeyboardEvent) => {
    if (!silentKeys.has(key)) last = 'key';
  };
  const onPress = () => {
    last = 'press';
    origin = 'press';
  };
  const onFocus = () => {
    origin = last;
  };
  addEventListener('keydown', onKey, true);
  addEventListener('pointerdown', onPress, true);
  addEventListener('focusin', onFocus, true);
  return {
    byKey: () => origin === 'key',
    close() {
      removeEventListener('keydown', onKey, true);
      removeEventListener('pointerdown', onPress, true);
      removeEventListener('focusin', onFocus, true);
    },
  };
}
