import { breakout } from '@plenum/shared/features/breakout/contract';
import { Minus, Plus, Timer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { clockOf } from '../../../app/wordsOfTime.ts';
import { useTimeLeft } from '../useBreakout.ts';

const minute = 60_000;
const stepMinutes = 5;

/** Shows the time left, and makes it longer or shorter. */
export function TimeTools({ endsAt }: { readonly endsAt: number | undefined }) {
  return endsAt === undefined ? <NoEnd /> : <Left />;
}

function NoEnd() {
  const { t } = useTranslation();
  const ask = useAskHome();
  return (
    <div className="flex items-center gap-2">
      <p className="min-w-0 flex-1 px-1 text-dim">{t('breakout.noEnd')}</p>
      <Button onPress={() => void ask(breakout, 'time', { minutes: stepMinutes })}>
        <Timer aria-hidden="true" className="size-5" />
        {t('breakout.endIn', { count: stepMinutes })}
      </Button>
    </div>
  );
}

function Left() {
  const { t } = useTranslation();
  const ask = useAskHome();
  const left = useTimeLeft() ?? 0;
  const set = (minutes: number) => void ask(breakout, 'time', { minutes: Math.max(1, minutes) });
  const now = Math.ceil(left / minute);
  return (
    <div className="flex items-center gap-2">
      <p className="min-w-0 flex-1 px-1 text-lg font-bold tabular" aria-live="off">
        {t('breakout.left', { time: clockOf(left) })}
      </p>
      <Button
        square
        isDisabled={now <= 1}
        aria-label={t('breakout.shorter', { count: stepMinutes })}
        onPress={() => set(now - stepMinutes)}
      >
        <Minus aria-hidden="true" className="size-5" />
      </Button>
      <Button square aria-label={t('breakout.longer', { count: stepMinutes })} onPress={() => set(now + stepMinutes)}>
        <Plus aria-hidden="true" className="size-5" />
      </Button>
      <Button look="quiet" onPress={() => void ask(breakout, 'time', {})}>
        {t('breakout.endless')}
      </Button>
    </div>
  );
}
