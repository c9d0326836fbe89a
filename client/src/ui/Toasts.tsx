import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { dismissToast, type Toast, toasts } from './toasts.ts';

/** The place of short messages: a live region that is always on the page. */
export function Toasts() {
  const { t } = useTranslation();
  const list = useStore(toasts, (state) => state.list);
  return (
    <section
      aria-label={t('app.notifications')}
      aria-live="polite"
      aria-relevant="additions"
      className="pointer-events-none fixed inset-x-0 top-14 z-40 flex flex-col items-center gap-2 px-3"
    >
      {list.map((toast) => (
        <Card key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Card({ toast }: { readonly toast: Toast }) {
  const { t } = useTranslation();
  return (
    <div
      className={cx(
        'animate-rise pointer-events-auto flex min-h-12 max-w-full items-center gap-3 rounded-tile border border-line bg-surface py-1 pr-1 pl-4 text-text shadow-float',
      )}
    >
      {toast.tone === 'good' && <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-accent-text" />}
      {toast.tone === 'warning' && <TriangleAlert aria-hidden="true" className="size-5 shrink-0 text-amber-text" />}
      <p className="min-w-0 py-1">{toast.words}</p>
      {toast.action && (
        <Button
          look="quiet"
          onPress={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button look="quiet" square aria-label={t('app.dismiss')} onPress={() => dismissToast(toast.id)}>
        <X aria-hidden="true" className="size-4" />
      </Button>
    </div>
  );
}
