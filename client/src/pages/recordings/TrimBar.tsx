import { cutRecording } from '@plenum/shared/api/recording/contract';
import { aside } from '@plenum/shared/core/aside';
import { Pause, Play, Scissors, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../app/errorWords.ts';
import { wordsOfDuration } from '../../app/wordsOfTime.ts';
import { call } from '../../core/http.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { showToast } from '../../ui/toasts.ts';
import { addCut, keptOf, lengthOf } from './cuts.ts';
import { useClock, usePlayback, usePosition } from './playbackContext.ts';
import { useDesk, usePlayerDesk } from './playerDesk.ts';
import { timeOf } from './times.ts';

/** Marks what is to be cut out, plays what would be left, and cuts after a question. */
export function TrimBar() {
  const { t, i18n } = useTranslation('recording');
  const { clock } = usePlayback();
  const { store } = useDesk();
  const { cuts, cutFrom, previews } = usePlayerDesk();
  const { playing } = useClock();
  const now = usePosition(250);
  const [asking, setAsking] = useState(false);
  const { duration } = clock;
  const cut = (from: number, to: number) =>
    store.setState({ cuts: addCut(cuts, { from, to }, duration), cutFrom: undefined });
  const left = lengthOf(keptOf(cuts, duration));
  const Icon = playing ? Pause : Play;
  return (
    <section aria-label={t('trim.title')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          id="play"
          look="primary"
          square
          aria-label={t(playing ? 'pause' : 'play')}
          onPress={() => clock.toggle()}
        >
          <Icon aria-hidden="true" className="size-5" />
        </Button>
        <p className="px-1 tabular">
          {timeOf(now)} <span className="text-dim">/ {timeOf(duration)}</span>
        </p>
        <Button onPress={() => cut(0, clock.now)}>{t('trim.before')}</Button>
        {cutFrom === undefined ? (
          <Button onPress={() => store.setState({ cutFrom: clock.now })}>{t('trim.from')}</Button>
        ) : (
          <Button look="primary" onPress={() => cut(cutFrom, clock.now)}>
            {t('trim.to', { from: timeOf(cutFrom) })}
          </Button>
        )}
        <Button onPress={() => cut(clock.now, duration)}>{t('trim.after')}</Button>
        <Button look="quiet" aria-pressed={previews} onPress={() => store.setState({ previews: !previews })}>
          {t(previews ? 'trim.previewOn' : 'trim.previewOff')}
        </Button>
        <div className="ml-auto flex gap-2">
          <Button onPress={() => store.setState({ trimming: false, cuts: [], cutFrom: undefined })}>
            {t('trim.leave')}
          </Button>
          <Button look="danger" isDisabled={cuts.length === 0 || left === 0} onPress={() => setAsking(true)}>
            <Scissors aria-hidden="true" className="size-5" />
            {t('trim.cut')}
          </Button>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <output className="text-sm text-dim">
          {cuts.length === 0 ? t('trim.none') : t('trim.left', { length: wordsOfDuration(left, i18n.language) })}
        </output>
        <ul className="flex flex-wrap gap-2">
          {cuts.map(({ from, to }) => (
            <li
              key={from}
              className="flex items-center rounded-full bg-danger-soft pl-3 text-sm text-danger-text tabular"
            >
              {timeOf(from)}–{timeOf(to)}
              <Button
                look="quiet"
                square
                aria-label={t('trim.keep', { from: timeOf(from), to: timeOf(to) })}
                onPress={() => store.setState({ cuts: cuts.filter((one) => one.from !== from) })}
              >
                <X aria-hidden="true" className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {asking && <Question onClose={() => setAsking(false)} />}
    </section>
  );
}

function Question({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { store, passing, onReload } = useDesk();
  const { cuts, manifest } = usePlayerDesk();
  const { clock } = usePlayback();
  const [busy, setBusy] = useState(false);
  const gone = wordsOfDuration(lengthOf(cuts), i18n.language);
  const send = async () => {
    setBusy(true);
    try {
      await call(location.origin, cutRecording, {
        params: { recording: manifest.id },
        query: passing,
        input: {
          cuts: cuts.map(({ from, to }) => ({ from, until: to })),
          duration: clock.duration,
          confirm: true,
        },
        // The files are written anew.
        signal: AbortSignal.timeout(10 * 60_000),
      });
      store.setState({ trimming: false, cuts: [], cutFrom: undefined });
      showToast({ tone: 'good', words: t('trim.done') });
      await onReload();
    } catch (error) {
      showToast({ tone: 'warning', words: general(wordsOfError(error)) });
      setBusy(false);
      onClose();
    }
  };
  return (
    <Dialog
      open
      alert
      title={t('trim.question', { length: gone })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="danger" busy={busy} onPress={() => (busy ? undefined : aside(send()))}>
            {t('trim.cut')}
          </Button>
        </>
      }
    >
      <p>{t('trim.questionLead')}</p>
    </Dialog>
  );
}
