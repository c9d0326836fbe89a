import { aside } from '@plenum/shared/core/aside';
import { AudioLines, Check, ChevronDown, SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { useOnJoinWithout } from '../../../app/entry/joinWithout.ts';
import { Button } from '../../../ui/Button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { DeviceProblemNotes } from './DeviceProblemNote.tsx';
import { DeviceSelect } from './DeviceSelect.tsx';
import { BackgroundSelect } from '../effects/EffectSettings.tsx';
import { playTestSound } from '../sound/level.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

/** The lists of devices, folded, and their problems in words. */
export function PreJoinDevices() {
  const local = useLocalMedia();
  // The remembered devices for the next meeting do not change.
  useOnJoinWithout(() => {
    local.stop('mic');
    local.stop('camera');
  });
  return (
    <div className="flex flex-col gap-3">
      <DeviceProblemNotes />
      <Disclosure>
        <AriaButton
          slot="trigger"
          className="group flex min-h-11 w-full items-center gap-2.5 rounded-control border border-edge px-3 py-2 text-left data-hovered:bg-raised"
        >
          <SlidersHorizontal aria-hidden="true" className="size-5 shrink-0 text-dim" />
          <DeviceWords />
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-dim group-aria-expanded:rotate-180" />
        </AriaButton>
        <DisclosurePanel>
          <div className="flex flex-col gap-3 pt-3">
            <DeviceSelect kind="mic" />
            <DeviceSelect kind="camera" />
            <BackgroundSelect />
            <SpeakerRow />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </div>
  );
}

/** Whether the devices work, in a few words. */
function DeviceWords() {
  const { t } = useTranslation();
  const states = useLocal(useShallow(({ mic, camera }) => [mic.state, camera.state]));
  const work = states.includes('on') && !states.includes('failed') && !states.includes('starting');
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1.5">
      {t(work ? 'media.devicesWork' : 'media.devices')}
      {work && <Check aria-hidden="true" className="size-4 shrink-0 text-accent-text" />}
    </span>
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
