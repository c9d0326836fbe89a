import { type Recording, recording } from '@plenum/shared/features/recording/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../app/lazyPart.tsx';
import { useSession } from '../../app/session.ts';
import { announce } from '../../ui/Announcer.tsx';
import { copyText } from '../../ui/copyText.ts';
import { showToast } from '../../ui/toasts.ts';
import { ConsentDialog } from './ConsentDialog.tsx';
import {
  closeRecording,
  openRecording,
  useControlsRecording,
  useMyAnswer,
  useRecording,
  useRecordingOpen,
  useReminds,
} from './useRecording.ts';

const RecordingDialog = lazyPart(async () => (await import('./RecordingDialog.tsx')).RecordingDialog);

/** Asks for consent, says what happens to the recording, and shows its window. */
export function RecordingWatcher() {
  const now = useRecording();
  const answer = useMyAnswer();
  const open = useRecordingOpen();
  useEffect(() => closeRecording, []);
  useNews();
  useReminder();
  useTold(now);
  // While it starts, nothing is written, and it may be refused still.
  if (now && now.run.is !== 'starting' && answer === undefined) return <ConsentDialog now={now} />;
  return open ? <RecordingDialog /> : null;
}

/** Says each change of the recording to screen readers. */
function useTold(now: Recording | undefined): void {
  const { t } = useTranslation();
  const is = now?.run.is ?? 'none';
  const told = useRef(is);
  const tell = useEffectEvent(() => announce(t(`recording.is.${is}`)));
  useEffect(() => {
    if (told.current === is) return;
    told.current = is;
    tell();
  }, [is]);
}

/** Shows why a recording was refused or stopped, warnings about space and disk, and the link. */
function useNews(): void {
  const { t } = useTranslation();
  const session = useSession();
  const now = useRecording();
  const tellLink = useEffectEvent(({ id, key }: { readonly id: string; readonly key: string }) => {
    const path = `/recordings/${id}?key=${key}`;
    const open = () => void window.open(path, '_blank', 'noopener');
    if (now?.id !== id) {
      showToast({ tone: 'good', words: t('recording.ready'), action: { label: t('recording.open'), run: open } }, 60);
      return;
    }
    // When a meeting ends for everyone, nobody is left to be told the link.
    const copy = () => void copyText(location.origin + path).catch(open);
    showToast(
      { tone: 'good', words: t('recording.linkNow'), action: { label: t('recording.copyLink'), run: copy } },
      20,
    );
  });
  useEffect(() => {
    const stops = [
      session.onEvent(recording, 'refused', ({ why }) => {
        showToast(
          { tone: 'warning', words: t(`recording.refused.${why === 'full' || why === 'diskFull' ? why : 'disk'}`) },
          20,
        );
      }),
      session.onEvent(recording, 'stopped', ({ why }) => {
        if (why === 'left') return;
        const tone = why === 'command' ? 'good' : 'warning';
        showToast({ tone, words: t(`recording.stopped.${why}`) }, why === 'command' ? 6 : 20);
      }),
      session.onEvent(recording, 'warned', ({ percent }) => {
        showToast({ tone: 'warning', words: t('recording.warned', { percent }) }, 20);
      }),
      session.onEvent(recording, 'slowed', ({ slow }) => {
        if (slow) showToast({ tone: 'warning', words: t('recording.slow') }, 20);
      }),
      session.onEvent(recording, 'linked', tellLink),
    ];
    return () => stops.forEach((stop) => stop());
  }, [session, t]);
}

/** Reminds a member who may record that the last meeting was. */
function useReminder(): void {
  const { t } = useTranslation();
  const [reminds, controls] = [useReminds(), useControlsRecording()];
  const isDue = reminds && controls;
  const remind = useEffectEvent(() => {
    showToast(
      { tone: 'good', words: t('recording.reminder'), action: { label: t('recording.record'), run: openRecording } },
      20,
    );
  });
  useEffect(() => {
    if (isDue) remind();
  }, [isDue]);
}
