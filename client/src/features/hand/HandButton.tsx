import { hand } from '@plenum/shared/features/hand/contract';
import { Hand, MicVocal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/useAsk.ts';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { cx } from '../../ui/cx.ts';
import { useMyPlace, useWaiting } from './queue.ts';

/** Raises and lowers this person's hand; amber while it is up. */
export function HandButton() {
  const { t } = useTranslation();
  const ask = useAsk();
  const place = useMyPlace();
  const up = place.kind !== 'down';
  const toggle = () => void ask(hand, up ? 'lower' : 'raise', {});
  useHotkey('R', toggle);
  return (
    <span className={cx('contents', up && '[&_button]:bg-amber-soft! [&_button]:text-amber-text!')}>
      <ControlButton
        id="control-hand"
        icon={place.kind === 'floor' ? <MicVocal aria-hidden="true" /> : <Hand aria-hidden="true" />}
        word={up ? t('hand.lower') : t('hand.raise')}
        hint={up ? t('hand.lowerHint') : t('hand.raiseHint')}
        hotkey="R"
        onPress={toggle}
        count={
          place.kind === 'waiting'
            ? { number: place.place, words: t('hand.yourPlace', { place: place.place }), waits: false }
            : undefined
        }
      />
    </span>
  );
}

/** Number of raised hands, at the tab; empty for none. */
export function WaitingBadge() {
  const { t } = useTranslation();
  const waiting = useWaiting();
  if (waiting === 0) return null;
  return (
    <span className="rounded-full bg-amber px-1.5 text-xs leading-5 font-bold text-amber-ink tabular">
      <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
      <span className="sr-only">{t('hand.up', { count: waiting })}</span>
    </span>
  );
}
