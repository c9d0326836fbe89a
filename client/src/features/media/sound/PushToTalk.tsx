import { Mic } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '../../../app/preferences/useHotkey.ts';
import { preferences } from '../../../app/preferences/preferences.ts';
import { createFocusOrigin, type FocusOrigin } from '../../../ui/focusOrigin.ts';
import { useLocalMedia } from '../local/localMediaContext.ts';

/** Elements that the space bar presses. */
const pressable = 'button, [role="button"], [role="tab"], [role="switch"], summary';

/** Keeps a press of the space bar from the element that has the focus. */
function withhold(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * Hold the space bar to talk while muted. An element that was reached by keyboard keeps its space bar. A button that was
 * clicked is never pressed again by it: a person who wants to talk must not switch on the camera.
 */
export function PushToTalk() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const origin = useRef<FocusOrigin>(undefined);
  /** `withheld`: the bar is down, and nobody is to notice it. */
  const [bar, setBar] = useState<'up' | 'talking' | 'withheld'>('up');
  const down = useEffectEvent((event: KeyboardEvent) => {
    if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (bar !== 'up') return withhold(event);
    if (!preferences.getState().shortcuts || isTyping(event.target)) return;
    const target = event.target instanceof Element && event.target !== document.body ? event.target : undefined;
    if (target && origin.current?.byKey() !== false) return;
    const { mic, micMuted } = local.state;
    if (mic.state === 'on' && micMuted) {
      withhold(event);
      setBar('talking');
      local.mute(false);
    } else if (target?.closest(pressable)) {
      withhold(event);
      setBar('withheld');
    }
  });
  const up = useEffectEvent((event: Event) => {
    if (bar === 'up' || (event instanceof KeyboardEvent && event.code !== 'Space')) return;
    withhold(event);
    setBar('up');
    if (bar === 'talking') local.mute(true);
  });
  useEffect(() => {
    const focus = createFocusOrigin();
    origin.current = focus;
    const onDown = (event: KeyboardEvent) => down(event);
    const onUp = (event: Event) => up(event);
    addEventListener('keydown', onDown, true);
    addEventListener('keyup', onUp, true);
    addEventListener('blur', onUp);
    return () => {
      focus.close();
      removeEventListener('keydown', onDown, true);
      removeEventListener('keyup', onUp, true);
      removeEventListener('blur', onUp);
    };
  }, []);
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-22 z-30 flex justify-center px-3">
      {bar === 'talking' && (
        <p className="animate-fade flex items-center gap-2 rounded-tile border border-accent bg-surface px-4 py-2.5 text-text shadow-float">
          <Mic aria-hidden="true" className="size-5 text-accent-text" />
          {t('media.pushToTalk')}
        </p>
      )}
    </output>
  );
}
