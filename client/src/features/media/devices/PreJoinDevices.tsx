import { Check, ChevronDown, SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useOnJoinWithout } from '../../../app/entry/joinWithout.ts';
import { lazyPart } from '../../../app/lazyPart.tsx';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import { DeviceProblemNotes } from './DeviceProblemNote.tsx';

/** Most people never open it, so it is no part of the first load. */
const DeviceChoices = lazyPart(async () => (await import('./DeviceChoices.tsx')).DeviceChoices);

/** The lists of devices, folded, and their problems in words. */
export function PreJoinDevices() {
  const local = useLocalMedia();
  const [isOpen, setOpen] = useState(false);
  const choices = useId();
  // The remembered devices for the next meeting do not change.
  useOnJoinWithout(() => {
    local.stop('mic');
    local.stop('camera');
  });
  return (
    <div className="flex flex-col gap-3">
      <DeviceProblemNotes />
      <div>
        <AriaButton
          aria-expanded={isOpen}
          aria-controls={choices}
          onPress={() => setOpen((before) => !before)}
          className="group flex min-h-11 w-full items-center gap-2.5 rounded-control border border-edge px-3 py-2 text-left data-hovered:bg-raised"
        >
          <SlidersHorizontal aria-hidden="true" className="size-5 shrink-0 text-dim" />
          <DeviceWords />
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-dim group-aria-expanded:rotate-180" />
        </AriaButton>
        <div id={choices} hidden={!isOpen}>
          {isOpen && <DeviceChoices />}
        </div>
      </div>
    </div>
  );
}

/** Whether the devices work, in a few words. */
function DeviceWords() {
  const { t } = useTranslation();
  const work = useLocal(({ mic, camera }) => {
    const states = [mic.state, camera.state];
    return states.includes('on') && !states.includes('failed') && !states.includes('starting');
  });
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1.5">
      {t(work ? 'media.devicesWork' : 'media.devices')}
      {work && <Check aria-hidden="true" className="size-4 shrink-0 text-accent-text" />}
    </span>
  );
}
