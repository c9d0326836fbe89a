import { aside } from '@plenum/shared/core/aside';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfDuration } from '../../../app/wordsOfTime.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { saveBlob } from '../../../ui/saveFile.ts';
import { usePlayback } from '../playbackContext.ts';
import { useDesk } from '../playerDesk.ts';
import { compose, openPlace } from './compose.ts';

type Progress =
  | { readonly is: 'making'; readonly share: number; readonly leftMs: number | undefined }
  | { readonly is: 'done'; readonly bytes: number }
  | { readonly is: 'failed' };

interface Props {
  readonly kind: 'video' | 'sound';
  readonly onClose: () => void;
}

/** Makes one file of the recording in this browser, with its progress; closing it ends the work. */
export function Making({ kind, onClose }: Props) {
  const { t, i18n } = useTranslation('recording');
  const { t: general } = useTranslation();
  const playback = usePlayback();
  const { passing } = useDesk();
  const [progress, setProgress] = useState<Progress>({ is: 'making', share: 0, leftMs: undefined });
  useEffect(() => {
    const gone = new AbortController();
    const began = performance.now();
    playback.clock.pause();
    const work = async () => {
      try {
        const place = await openPlace(kind);
        await compose({
          playback,
          place,
          passing,
          kind,
          signal: gone.signal,
          onProgress: (share) => {
            const spent = performance.now() - began;
            setProgress({ is: 'making', share, leftMs: share > 0.02 ? (spent / share) * (1 - share) : undefined });
          },
        });
        if (gone.signal.aborted) return;
        const file = await place.file(kind === 'video' ? 'video/webm' : 'audio/ogg');
        saveBlob(`${playback.manifest.title}.${kind === 'video' ? 'webm' : 'ogg'}`, file);
        setProgress({ is: 'done', bytes: file.size });
      } catch {
        if (!gone.signal.aborted) setProgress({ is: 'failed' });
      }
    };
    aside(work());
    return () => gone.abort();
  }, [playback, passing, kind]);
  const percent = progress.is === 'making' ? Math.floor(progress.share * 100) : 100;
  const left =
    progress.is === 'making' && progress.leftMs !== undefined
      ? wordsOfDuration(progress.leftMs, i18n.language)
      : undefined;
  return (
    <Dialog
      open
      title={t(`take.making.${kind}`)}
      onClose={onClose}
      actions={
        <Button look={progress.is === 'making' ? 'plain' : 'primary'} onPress={onClose}>
          {progress.is === 'making' ? t('cancel') : general('app.close')}
        </Button>
      }
    >
      {progress.is === 'making' && (
        <div className="flex flex-col gap-2">
          <progress
            className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
            value={percent}
            max={100}
            aria-label={t(`take.making.${kind}`)}
          />
          <output className="tabular">
            {t('take.progress', { percent })} {left !== undefined && t('take.left', { left })}
          </output>
          <p className="text-sm text-dim">{t('take.stay')}</p>
        </div>
      )}
      {progress.is === 'done' && <output>{t('take.done')}</output>}
      {progress.is === 'failed' && <p role="alert">{t('take.failed')}</p>}
    </Dialog>
  );
}
