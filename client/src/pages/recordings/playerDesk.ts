import type { CaptionTrack, Cue } from '@plenum/shared/api/recording/captions';
import type { Manifest } from '@plenum/shared/api/recording/contract';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Skip } from '../../core/playback/clock.ts';
import type { Passing } from '../../core/playback/load.ts';
import { type Mark, marksOf } from './chapters.ts';
import { usePlayback } from './playbackContext.ts';

/** What one viewer does with the player. */
interface PlayerState {
  readonly manifest: Manifest;
  readonly skipsSilences: boolean;
  /** The captions that are shown and searched. */
  readonly captions: readonly Cue[];
  /** The file of the recording that has them; undefined for a file of the viewer's own. */
  readonly captionsOf: CaptionTrack | undefined;
  readonly showsCaptions: boolean;
  readonly trimming: boolean;
  /** Stretches to be cut out, in order. */
  readonly cuts: readonly Skip[];
  /** Where the cut in progress begins, in ms. */
  readonly cutFrom: number | undefined;
  /** True: what is to be cut is passed over. */
  readonly previews: boolean;
  readonly tab: string;
}

interface Desk {
  readonly store: StoreApi<PlayerState>;
  readonly passing: Passing;
  readonly onManifest: (manifest: Manifest) => void;
  readonly onReload: () => Promise<void>;
}

/** This viewer's desk of the player. */
export const DeskContext = createContext<Desk | undefined>(undefined);

/** Makes the desk of a player. */
export function useNewDesk({ manifest, ...rest }: Omit<Desk, 'store'> & { readonly manifest: Manifest }): Desk {
  const [store] = useState(() =>
    createStore<PlayerState>(() => ({
      manifest,
      skipsSilences: false,
      captions: [],
      captionsOf: undefined,
      showsCaptions: true,
      trimming: false,
      cuts: [],
      cutFrom: undefined,
      previews: true,
      tab: 'chapters',
    })),
  );
  useEffect(() => store.setState({ manifest }), [store, manifest]);
  return { store, ...rest };
}

/** The desk itself. @throws Error outside a player */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('This component belongs into the player of a recording.');
  return desk;
}

/** What the viewer has chosen. */
export function usePlayerDesk(): PlayerState {
  return useStore(useDesk().store);
}

/** The chapters, in the viewer's language. */
export function useMarks(): readonly Mark[] {
  const { t } = useTranslation('recording');
  const { contents } = usePlayback();
  const { manifest } = usePlayerDesk();
  return useMemo(
    () =>
      marksOf(contents.happenings, manifest.chapters, (one) => {
        if (one.is === 'page') return t('mark.page', { name: one.presentation, number: one.number });
        if (one.is === 'poll') return t('mark.poll', { question: one.question });
        return one.is === 'screen' ? t('mark.screen', { name: one.name }) : undefined;
      }),
    [contents, manifest.chapters, t],
  );
}
