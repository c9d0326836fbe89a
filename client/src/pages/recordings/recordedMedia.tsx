import { media, type Source } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { FeatureSlots, MoreTile, StageItem } from '../../app/slots.ts';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { TalkingNow } from '../../features/media/sound/TalkingNow.tsx';
import { TalkingRing, VoiceMark } from '../../features/media/tiles/TileParts.tsx';
import { useWanted } from '../../features/media/tiles/useWanted.ts';
import { cx } from '../../ui/cx.ts';
import { pictureKey } from './media/Deck.ts';
import { usePlayback } from './playbackContext.ts';

interface PictureProps {
  readonly member: string;
  readonly source: Source;
  readonly fit: 'cover' | 'contain';
  readonly label: string;
}

/** The recorded picture of a member at the time of the clock; nothing while there is none. */
function RecordedPicture({ member, source, fit, label }: PictureProps) {
  const { deck } = usePlayback();
  const clip = useStore(deck.store, ({ pictures }) => pictures[pictureKey(member, source)]);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    return clip && element ? deck.show(clip, element) : undefined;
  }, [deck, clip]);
  if (!clip) return null;
  return (
    <video
      key={clip.file}
      ref={video}
      muted
      playsInline
      disablePictureInPicture
      aria-label={label}
      className={cx('absolute inset-0 size-full', fit === 'cover' ? 'object-cover' : 'bg-stage object-contain')}
    />
  );
}

function CameraPicture({ member }: { readonly member: string }) {
  const { t } = useTranslation();
  return <RecordedPicture member={member} source="camera" fit="cover" label={t('media.camera')} />;
}

const moreSources = ['camera2', 'camera3'] as const;
const pictureOfMore = {
  camera2: function Camera2({ member }: { readonly member: string }) {
    const { t } = useTranslation();
    return <RecordedPicture member={member} source="camera2" fit="cover" label={t('media.camera')} />;
  },
  camera3: function Camera3({ member }: { readonly member: string }) {
    const { t } = useTranslation();
    return <RecordedPicture member={member} source="camera3" fit="cover" label={t('media.camera')} />;
  },
} as const;

/** Tiles of members' further cameras. */
function useMoreTiles(): readonly MoreTile[] {
  const { t } = useTranslation();
  const keys = usePictureKeys(moreSources);
  const members = useMeeting((state) => stateOf(state, presence).members);
  return keys.flatMap(({ key, member, source }) => {
    const name = members[member]?.name;
    if (name === undefined || (source !== 'camera2' && source !== 'camera3')) return [];
    const number = moreSources.indexOf(source) + 2;
    return [{ key, member, title: t('media.moreCameras.of', { name, number }), Picture: pictureOfMore[source] }];
  });
}

const sharedSources = ['screen', 'contentCamera'] as const;

/** Recorded screens and content cameras. */
function useStage(): readonly StageItem[] {
  const { t } = useTranslation();
  const keys = usePictureKeys(sharedSources);
  const names = useMeeting(
    useShallow((state) =>
      keys.map(({ member }) => stateOf(state, presence).members[member]?.name ?? t('app.somebody')),
    ),
  );
  return keys.map(({ member, source }, index): StageItem => {
    const name = names[index] ?? '';
    const title = source === 'screen' ? t('media.screenOf', { name }) : t('media.contentCamera.of', { name });
    return {
      key: `${source}/${member}`,
      title,
      member,
      render: () => (
        <div className="absolute inset-0 bg-stage">
          <RecordedPicture member={member} source={source} fit="contain" label={title} />
        </div>
      ),
    };
  });
}

/** Which of these sources have a picture at this time. */
function usePictureKeys(sources: readonly Source[]) {
  const { deck } = usePlayback();
  const keys = useStore(
    deck.store,
    useShallow(({ pictures }) =>
      Object.keys(pictures).filter((key) => sources.some((source) => key.endsWith(`/${source}`))),
    ),
  );
  const pictures = useStore(deck.store, (state) => state.pictures);
  return keys.flatMap((key) => {
    const clip = pictures[key];
    return clip ? [{ key, member: clip.member, source: clip.source }] : [];
  });
}

/** In the name label: talking or muted; a person who was left out has no name, but these words. */
function NameMark({ member }: { readonly member: string }) {
  const { t } = useTranslation('recording');
  const isLeftOut = useMeeting((state) => stateOf(state, presence).members[member]?.name === '');
  return isLeftOut ? <span>{t('leftOut')}</span> : <VoiceMark member={member} />;
}

/** Microphone on or off in a row of the list. */
function RowMark({ member }: { readonly member: string }) {
  const { t } = useTranslation('recording');
  const isLeftOut = useMeeting((state) => stateOf(state, presence).members[member]?.name === '');
  const has = useMeeting((state) => stateOf(state, media).streams[member]?.mic !== undefined);
  if (isLeftOut) return <span className="text-sm text-dim">{t('leftOut')}</span>;
  return has ? <VoiceMark member={member} /> : null;
}

/** What the tiles and the stage show of recorded sound and pictures. */
export const recordedMedia: FeatureSlots = {
  name: 'media',
  top: [{ id: 'talking', side: 'start', Item: TalkingNow }],
  tile: { id: 'media', Picture: CameraPicture, Mark: NameMark, Overlay: TalkingRing, RowMark },
  useMoreTiles,
  useWanted,
  useStage,
};
