import { Mic, MicOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '../../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../../ui/ControlButton.tsx';
import { useDeviceGroups } from '../devices/useDeviceGroups.ts';
import { useSoundGroup } from '../effects/useEffectGroups.ts';
import { useMicrophone } from './useMicrophone.ts';

/** Mutes and unmutes. The smaller half chooses microphone and speaker. */
export function MicButton() {
  const { t } = useTranslation();
  const { heard, taken, toggle } = useMicrophone();
  const groups = [...useDeviceGroups(['mic', 'speaker']), useSoundGroup()];
  useHotkey('M', toggle);
  return (
    <ControlButton
      id="control-mic"
      icon={heard && !taken ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
      word={heard ? t('media.mute') : t('media.unmute')}
      hint={heard ? t('media.muteHint') : t('media.unmuteHint')}
      hotkey="M"
      tone={heard && !taken ? 'on' : 'off'}
      onPress={toggle}
      split={{ label: t('media.chooseMicrophone'), groups }}
    />
  );
}
