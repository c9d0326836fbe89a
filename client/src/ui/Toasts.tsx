import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ButtonProps } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from './Button.tsx';
import { dismissToast, type Toast, toasts } from './toasts.ts';

/** The place of short messages: a live region that is always on the page. F8 moves the focus to the newest one. */
export function Toasts() {
  const { t } = useTranslation();
  const list = useStore(toasts, (state) => state.list);
  const region = useRef<HTMLElement>(null);
  const goBack = useToastKey(region);
  return (
    <section
      ref={region}
      aria-label={t('app.notifications')}
      aria-live="polite"
      aria-relevant="additions"
      // Over the middle of the top bar, where it is wide enough, so that nothing on the stage is covered.
      className="pointer-events-none fixed inset-x-0 top-14 z-40 mx-auto flex max-w-[min(40rem,100vw)] flex-col items-center gap-2 px-3 min-[75rem]:top-0"
    >
      {list.map((toast) => (
        <Card key={toast.id} toast={toast} onDismiss={goBack} />
      ))}
    </section>
  );
}

/** Moves the focus to the newest message by F8. Returns a function that gives the focus back. */
function useToastKey(region: RefObject<HTMLElement | null>): () => void {
  const before = useRef<Element>(null);
  const go = useEffectEvent((event: KeyboardEvent) => {
    const button = region.current?.lastElementChild?.querySelector('button');
    if (event.key !== 'F8' || !button) return;
    event.preventDefault();
    if (!region.current?.contains(document.activeElement)) before.current = document.activeElement;
    button.focus();
  });
  useEffect(() => {
    addEventListener('keydown', go);
    return () => removeEventListener('keydown', go);
  }, []);
  return () => {
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    before.current = null;
  };
}

interface CardProps {
  readonly toast: Toast;
  readonly onDismiss: () => void;
}

function Card({ toast, onDismiss }: CardProps) {
  const { t } = useTranslation();
  const held = useTimeOf(toast);
  const dismiss = () => {
    dismissToast(toast.id);
    onDismiss();
  };
  const onKey: ButtonProps['onKeyDown'] = (event) => (event.key === 'Escape' ? dismiss() : event.continuePropagation());
  return (
    <div
      {...held}
      className="animate-rise pointer-events-auto flex min-h-12 max-w-full items-center gap-3 rounded-tile border border-line bg-surface py-1 pr-1 pl-4 text-text shadow-float min-[75rem]:min-h-11 min-[75rem]:py-0"
    >
      {toast.tone === 'good' && <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-accent-text" />}
      {toast.tone === 'warning' && <TriangleAlert aria-hidden="true" className="size-5 shrink-0 text-amber-text" />}
      <p className="min-w-0 py-1">{toast.words}</p>
      {toast.action && (
        <Button
          look="quiet"
          onKeyDown={onKey}
          onPress={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button look="quiet" square aria-label={t('app.dismiss')} onKeyDown={onKey} onPress={dismiss}>
        <X aria-hidden="true" className="size-4" />
      </Button>
    </div>
  );
}

/** Dismisses a message after its time, which starts again when the pointer and the focus leave it. */
function useTimeOf({ id, seconds }: Toast) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const waits = pointed || focused || seconds === 0;
  useEffect(() => {
    if (waits) return;
    const timer = setTimeout(() => dismissToast(id), seconds * 1_000);
    return () => clearTimeout(timer);
  }, [waits, id, seconds]);
  return {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
}
