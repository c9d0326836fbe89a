import { useTranslation } from 'react-i18next';
import { useMicrophone } from './useMicrophone.ts';

/** What a person who does not see the microphone's button must know when the meeting begins. */
export function useMicWords(): readonly string[] {
  const { t } = useTranslation();
  const { heard } = useMicrophone();
  return [heard ? t('media.saysMicOn') : t('media.saysMicOff')];
}
