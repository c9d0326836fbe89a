import { Mic, MicOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FloatingButton } from '../../../ui/FloatingButton.tsx';
import { useMicrophone } from './useMicrophone.ts';

/** The microphone in the small floating window. */
export function FloatingMic() {
  const { t } = useTranslation();
  const { heard, taken, toggle } = useMicrophone();
  const on = heard && !taken;
  return (
    <FloatingButton
      tone={on ? 'plain' : 'off'}
      label={heard ? t('media.muteHint') : t('media.unmuteHint')}
      onPress={toggle}
    >
      {on ? <Mic aria-hidden="true" className="size-5" /> : <MicOff aria-hidden="true" className="size-5" />}
    </FloatingButton>
  );
}
