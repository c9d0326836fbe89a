import { aside } from '@plenum/shared/core/aside';
import { AudioLines } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { BackgroundSelect } from '../effects/EffectSettings.tsx';
import { useLocal } from '../local/localMediaContext.ts';
import { playTestSound } from '../sound/level.ts';
import { DeviceSelect } from './DeviceSelect.tsx';

/** The choice of each device before the meeting. */
export function DeviceChoices() {
  return (
    <div className="flex flex-col gap-3 pt-3">
      <DeviceSelect kind="mic" />
      <DeviceSelect kind="camera" />
      <BackgroundSelect />
      <SpeakerRow />
    </div>
  );
}

/** The choice of the speaker, with a test sound. */
export function SpeakerRow() {
  const { t } = useTranslation();
  const speaker = useLocal(({ memory }) => memory.speaker);
  const sound = useRef<AbortController>(undefined);
  useEffect(() => () => sound.current?.abort(), []);
  const play = async () => {
    sound.current?.abort();
    const { signal } = (sound.current = new AbortController());
    if (!(await playTestSound(speaker, signal))) showToast({ tone: 'warning', words: t('media.testSoundFailed') });
  };
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <DeviceSelect kind="speaker" />
      </div>
      <Button square aria-label={t('media.testSpeaker')} onPress={() => aside(play())}>
        <AudioLines aria-hidden="true" className="size-5" />
      </Button>
    </div>
  );
}
