import { type CaptionTrack, cuesOf } from '@plenum/shared/api/recording/captions';
import { recordingCaptions } from '@plenum/shared/api/recording/contract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../../app/errorWords.ts';
import { fetchFile } from '../../../core/http.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useDesk } from '../playerDesk.ts';

/** The captions that a viewer with this language gets first: those of the language, else the first ones. */
export function firstCaptions(tracks: readonly CaptionTrack[], language: string): CaptionTrack | undefined {
  const base = (tag: string) => tag.split('-', 1)[0]?.toLowerCase();
  return (
    tracks.find(({ lang }) => lang.toLowerCase() === language.toLowerCase()) ??
    tracks.find(({ lang }) => base(lang) === base(language)) ??
    tracks[0]
  );
}

/** Loads captions of the recording and shows them. */
export function useShowCaptions(): (track: CaptionTrack) => void {
  const { store, passing } = useDesk();
  const { t } = useTranslation();
  return useCallback(
    (track) => {
      const { manifest } = store.getState();
      store.setState({ captionsOf: track, captions: [], showsCaptions: true });
      const load = async () => {
        try {
          const params = { recording: manifest.id, file: track.file };
          const cues = cuesOf(
            await (await fetchFile(location.origin, recordingCaptions, { params, query: passing })).text(),
          );
          // The viewer may have chosen others meanwhile.
          if (store.getState().captionsOf === track) store.setState({ captions: cues });
        } catch (error) {
          showToast({ tone: 'warning', words: t(wordsOfError(error)) });
        }
      };
      aside(load());
    },
    [store, passing, t],
  );
}

/** Shows the captions of the viewer's language when the recording is opened. */
export function useFirstCaptions(): void {
  const { store } = useDesk();
  const { i18n } = useTranslation();
  const show = useShowCaptions();
  useEffect(() => {
    const first = firstCaptions(store.getState().manifest.captions, i18n.language);
    if (first) show(first);
    // oxlint-disable-next-line react/exhaustive-deps -- once: later the viewer chooses.
  }, []);
}
