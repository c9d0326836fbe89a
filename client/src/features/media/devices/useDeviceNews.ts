import { assertNever } from '@plenum/shared/core/errors';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { showToast } from '../../../ui/toasts.ts';
import type { DeviceNews } from '../local/localMediaState.ts';
import { useLocalMedia } from '../local/localMediaContext.ts';

const lost = {
  mic: 'media.micLostToast',
  camera: 'media.cameraLostToast',
  contentCamera: 'media.contentCamera.lostToast',
} as const;

const forbidden = {
  mic: 'media.micForbiddenToast',
  camera: 'media.cameraForbiddenToast',
  screen: 'media.screenForbiddenToast',
  contentCamera: 'media.contentCamera.forbiddenToast',
} as const;

/** Reports what happened to a device without the person's doing, and what to do. */
export function useDeviceNews(): void {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const tell = useEffectEvent((news: DeviceNews) => {
    switch (news.type) {
      case 'ended':
        if (news.kind === 'screen') return showToast({ tone: 'calm', words: t('media.shareEndedToast') });
        return showToast({ tone: 'warning', words: t(lost[news.kind]) }, 12);
      case 'forbidden':
        return showToast({ tone: 'warning', words: t(forbidden[news.kind]) }, 12);
      case 'stopped':
        // ModeratorsWill says who did it.
        return;
      case 'replaced':
        return showToast({ tone: 'warning', words: t('media.micReplacedToast', { label: news.label }) }, 12);
      case 'returned':
        return showToast({ tone: 'good', words: t('media.deviceReturnedToast', { label: news.label }) });
      case 'effectFailed':
        return showToast({ tone: 'warning', words: t('media.soundEffectFailed') }, 12);
      default:
        return assertNever(news);
    }
  });
  useEffect(() => local.onNews((news) => tell(news)), [local]);
}
