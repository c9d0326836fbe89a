import { type Timer, timer } from '@plenum/shared/features/timer/contract';
import { timerLimits } from '@plenum/shared/features/timer/limits';
import { Pause, Play, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { clockOf } from '../../app/wordsOfTime.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeTimer } from './dialog.ts';
import { SpanForm } from './SpanForm.tsx';
import { StartForm } from './StartForm.tsx';
import { useShownTime, useTimer } from './useTimer.ts';

/** The window of the timer: starts one, or changes the one that is there. */
export function TimerDialog() {
  const { t } = useTranslation();
  const now = useTimer(useSession());
  return (
    <Dialog open onClose={closeTimer} title={now ? t(`timer.${now.kind.is}`) : t('timer.title')}>
      {now ? <Change now={now} /> : <StartForm />}
    </Dialog>
  );
}

function Change({ now }: { readonly now: Timer }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const icon = (Icon: typeof Pause) => <Icon aria-hidden="true" className="size-5" />;
  const remove = async () => {
    if (await ask(timer, 'remove', {})) closeTimer();
  };
  return (
    <div className="flex flex-col gap-5 pt-1">
      <Time now={now} />
      <div className="grid grid-cols-2 gap-2">
        <MainButton now={now} />
        {now.kind.is === 'countdown' && (
          <Button onPress={() => void ask(timer, 'add', { ms: 60_000 })}>
            {icon(Plus)}
            {t('timer.addMinute')}
          </Button>
        )}
        <Button onPress={() => void ask(timer, 'reset', {})}>
          {icon(RotateCcw)}
          {t('timer.reset')}
        </Button>
        <div className={cx('grid', now.kind.is === 'stopwatch' && 'col-span-2')}>
          <Button onPress={() => void remove()}>
            {icon(Trash2)}
            {t('timer.remove')}
          </Button>
        </div>
      </div>
      {now.kind.is === 'countdown' && (
        <SpanForm label={t('timer.addOwn')} submit={t('timer.add')} onSubmit={(ms) => void ask(timer, 'add', { ms })} />
      )}
    </div>
  );
}

/** The time in large figures. */
function Time({ now }: { readonly now: Timer }) {
  const { t } = useTranslation();
  const time = useShownTime(useSession(), now);
  return (
    <p role="timer" className="flex flex-col items-center">
      <span className="text-6xl leading-tight font-bold tabular">{clockOf(time)}</span>
      <span className="min-h-6 text-dim">
        {now.run.is === 'over' ? t('timer.over') : now.run.is === 'paused' ? t('timer.paused') : ''}
      </span>
    </p>
  );
}

/** One button in every state, so that the focus stays where it is: pauses, goes on, or starts again what is over. */
function MainButton({ now: { kind, run } }: { readonly now: Timer }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const press = () => {
    if (run.is === 'running') return ask(timer, 'pause', {});
    if (run.is === 'paused') return ask(timer, 'resume', {});
    return ask(
      timer,
      'start',
      kind.is === 'countdown' ? { lengthMs: Math.min(kind.lengthMs, timerLimits.longestMs) } : {},
    );
  };
  const words = { running: t('timer.pause'), paused: t('timer.resume'), over: t('timer.again') };
  const Icon = run.is === 'running' ? Pause : Play;
  return (
    <Button look="primary" onPress={() => void press()}>
      <Icon aria-hidden="true" className="size-5" />
      {words[run.is]}
    </Button>
  );
}
