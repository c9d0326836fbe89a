import { Mic } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '../../../app/preferences/useHotkey.ts';
import { preferences } from '../../../app/preferences/preferences.ts';
import { useLocalMedia } from '../local/localMediaContext.ts';

/** True when the focused element uses the space bar: it was reached by keyboard, and can be pressed or scrolled. */
function spaceIsTaken(target: EventTarget | null): boolean {
  if (isTyping(target)) return true;
  return target instanceof Element && target !== document.body && target.matches(':focus-visible');
}

/** Hold the space bar to talk while muted. */
export function PushToTalk() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const [held, setHeld] = useState(false);
  const down = useEffectEvent((event: KeyboardEvent) => {
    if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!held && (!preferences.getState().shortcuts || spaceIsTaken(event.target))) return;
    const { mic, micMuted } = local.state;
    if (!held && (mic.state !== 'on' || !micMuted)) return;
    // A button that was clicked has the focus; the space bar must not press it again.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) return;
    setHeld(true);
    local.mute(false);
  });
  const up = useEffectEvent((event: Event) => {
    if (!held || (event instanceof KeyboardEvent && event.code !== 'Space')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setHeld(false);
    local.mute(true);
  });
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => down(event);
    const onUp = (event: Event) => up(event);
    addEventListener('keydown', onDown, true);
    addEventListener('keyup', onUp, true);
    addEventListener('blur', onUp);
    return () => {
      removeEventListener('keydown', onDown, true);
      removeEventListener('keyup', onUp, true);
      removeEventListener('blur', onUp);
    };
  }, []);
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-22 z-30 flex justify-center px-3">
      {held && (
        <p className="animate-fade flex items-center gap-2 rounded-tile border border-accent bg-surface px-4 py-2.5 text-text shadow-float">
          <Mic aria-hidden="true" className="size-5 text-accent-text" />
          {t('media.pushToTalk')}
        </p>
      )}
    </output>
  );
}
