import { Signal, SignalLow, SignalMedium, SignalZero } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { cx } from '../../../ui/cx.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useReporting } from './sufferers.ts';
import { useConnection } from './useConnection.ts';
import { connectionOf } from './verdict.ts';

const ConnectionView = lazy(async () => ({ default: (await import('./ConnectionView.tsx')).ConnectionView }));

const icons = {
  good: Signal,
  fair: SignalMedium,
  weak: SignalLow,
  media: SignalLow,
  connecting: SignalZero,
  lost: SignalZero,
};

/** The connection's quality as a word and a sign, in the top bar; a press shows the numbers. */
export function ConnectionPill() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const connection = useConnection(open ? 1_000 : 4_000);
  useReporting(connection.quality);
  const state = useMeeting((meeting) => connectionOf(meeting, connection.quality));
  const Icon = icons[state];
  return (
    <>
      <Button
        onPress={() => setOpen(true)}
        aria-label={`${t('meeting.connection.label')} ${t(`meeting.connection.${state}`)}`}
        className={cx(
          'flex min-h-11 items-center rounded-full -outline-offset-3 data-hovered:brightness-110',
          state === 'good' ? 'text-dim' : 'text-amber-text',
        )}
      >
        <output className="flex items-center gap-2 rounded-full bg-raised px-3 py-1 text-sm">
          <Icon aria-hidden="true" className="size-4" />
          <span className="sr-only">{t('meeting.connection.label')} </span>
          {t(`meeting.connection.${state}`)}
        </output>
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('connection.title')}>
        <Suspense fallback={<p className="min-h-40 text-dim">{t('connection.measuring')}</p>}>
          <ConnectionView connection={connection} />
        </Suspense>
      </Dialog>
    </>
  );
}
