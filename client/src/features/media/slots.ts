import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { CameraButton } from './cameras/CameraButton.tsx';
import { ConnectionPill } from './connection/ConnectionPill.tsx';
import { SufferersNote } from './connection/Sufferers.tsx';
import { MediaBanner } from './MediaBanner.tsx';
import { MediaWatcher } from './MediaWatcher.tsx';
import { FloatingMic } from './sound/FloatingMic.tsx';
import { MicButton } from './sound/MicButton.tsx';
import { MutedTalkingHint } from './sound/MutedTalkingHint.tsx';
import { useVolumeEntry } from './sound/Volume.tsx';
import { useMicWords } from './sound/useMicWords.ts';
import { ShareButton } from './screen/ShareButton.tsx';
import { TalkingNow } from './sound/TalkingNow.tsx';
import { CameraPicture, RowMarks, TalkingRing, VoiceMark } from './tiles/TileParts.tsx';
import { useMoreTiles } from './cameras/useMoreTiles.tsx';
import { useMediaEntries } from './useMediaEntries.ts';
import { useStage } from './screen/useStage.tsx';
import { useWanted } from './tiles/useWanted.ts';

const DeviceSettings = lazyPart(async () => (await import('./devices/DeviceSettings.tsx')).DeviceSettings);

/** Microphone, cameras, screen, and everybody's audio. */
export const mediaSlots: FeatureSlots = {
  name: 'media',
  controls: [
    { id: 'mic', place: 'main', Control: MicButton },
    { id: 'camera', place: 'main', Control: CameraButton },
    { id: 'share', place: 'main', Control: ShareButton },
  ],
  useMore: useMediaEntries,
  top: [
    { id: 'talking', side: 'start', Item: TalkingNow },
    { id: 'connection', side: 'end', Item: ConnectionPill },
  ],
  tile: {
    id: 'media',
    Picture: CameraPicture,
    Mark: VoiceMark,
    Overlay: TalkingRing,
    RowMark: RowMarks,
  },
  usePersonEntries: useVolumeEntry,
  PeopleTop: SufferersNote,
  useMoreTiles,
  useWanted,
  useStage,
  useArrivalWords: useMicWords,
  BarNote: MutedTalkingHint,
  FloatingControl: FloatingMic,
  Watcher: MediaWatcher,
  Framed: lazyPart(async () => (await import('./Framed.tsx')).Framed),
  Banner: MediaBanner,
  settings: [{ id: 'devices', tab: 'devices', title: 'settings.devices', Part: DeviceSettings }],
  shortcuts: [
    { keys: 'M', label: 'shortcuts.mic' },
    { keys: 'Space', label: 'shortcuts.talk' },
    { keys: 'V', label: 'shortcuts.camera' },
    { keys: 'D', label: 'shortcuts.share' },
  ],
};
