import { timer } from '@plenum/shared/features/timer/contract';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/useAsk.ts';
import { Button } from '../../ui/Button.tsx';
import { closeTimer } from './dialog.ts';
import { SpanForm } from './SpanForm.tsx';

const presets = [1, 2, 3, 5, 10, 15, 30] as const;

/** Starts a countdown of a usual or of one's own length, or a stopwatch. */
export function StartForm() {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const short = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'minute', unitDisplay: 'short' });
  const start = async (lengthMs?: number) => {
    if (await ask(timer, 'start', lengthMs === undefined ? {} : { lengthMs })) closeTimer();
  };
  return (
    <div className="flex flex-col gap-5 pt-1">
      <section aria-label={t('timer.countdown')} className="flex flex-col gap-4">
        <p className="text-dim">{t('timer.startBody')}</p>
        <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4">
          {presets.map((minutes) => (
            <li key={minutes} className="grid">
              <Button onPress={() => void start(minutes * 60_000)}>{short.format(minutes)}</Button>
            </li>
          ))}
        </ul>
        <SpanForm label={t('timer.own')} submit={t('timer.start')} onSubmit={(ms) => void start(ms)} />
      </section>
      <div className="grid border-t border-line pt-4">
        <Button onPress={() => void start()}>{t('timer.startStopwatch')}</Button>
      </div>
    </div>
  );
}
