import { useTranslation } from 'react-i18next';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { Button } from '../../../ui/Button.tsx';
import { noBackground } from '../local/deviceMemory.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import { sendsCamera } from '../local/localMediaState.ts';
import type { Trouble } from './verdict.ts';

/** A button for what the person can do about the trouble; empty when they can do nothing. */
export function WayOut({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const camera = useLocal(sendsCamera);
  const plain = useLocal(({ memory }) => memory.background === noBackground);
  const [saving, save] = usePreference('dataSaving');
  if (saving === 'off' && (trouble === 'download' || trouble === 'delay'))
    return <Button onPress={() => save('small')}>{t('connection.do.small')}</Button>;
  if (!plain && camera && trouble === 'computer')
    return <Button onPress={() => void local.standBefore(noBackground)}>{t('connection.do.plain')}</Button>;
  if (camera && (trouble === 'upload' || trouble === 'computer'))
    return <Button onPress={() => local.stopCameras()}>{t('connection.do.camera')}</Button>;
  if (saving !== 'off') return <Button onPress={() => save('off')}>{t('connection.do.full')}</Button>;
  return null;
}
