import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useDeviceOptions } from '../devices/deviceLabels.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

interface ContentCameraInMeeting {
  readonly showing: boolean;
  /** True while the others see the last picture. */
  readonly paused: boolean;
  readonly pause: (paused: boolean) => void;
  readonly stop: () => void;
  /** Shows a camera, or another one. */
  readonly show: (device: string | undefined) => void;
}

/** This person's content camera. */
export function useContentCamera(): ContentCameraInMeeting {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const showing = useLocal(({ contentCamera }) => contentCamera.state === 'on');
  const paused = useMeeting((state) => state.local.contentCamera?.muted ?? false);
  const show = async (device: string | undefined) => {
    const camera = await local.content.show(device);
    if (camera.state === 'failed') showToast({ tone: 'warning', words: t(`deviceError.camera.${camera.problem}`) }, 12);
  };
  return {
    showing,
    paused,
    pause: (hold) => local.content.pause(hold),
    stop: () => local.content.stop(),
    show: (device) => void show(device),
  };
}

/** A menu group of content cameras; empty for a member who may not share. */
export function useContentCameraGroup(): MenuGroup {
  const { t } = useTranslation();
  const { showing, show, stop } = useContentCamera();
  const may = useMeeting(({ me }) => me.abilities.includes('screenShare'));
  const devices = useLocal((state) => state.devices.camera);
  const options = useDeviceOptions('camera', devices);
  const shown = useLocal(({ contentCamera }) =>
    contentCamera.state === 'on' ? contentCamera.device.getSettings().deviceId : undefined,
  );
  // Before the permission, a browser does not reveal its cameras.
  const cameras = options.length > 0 ? options : [{ id: undefined, label: t('media.contentCamera.any') }];
  const title = t('media.contentCamera.title');
  if (!may) return { id: 'content-camera', title, entries: [] };
  const others = cameras.filter(({ id }) => !showing || id !== shown);
  const ends = { id: 'content-camera-stop', label: t('media.contentCamera.stop'), run: stop };
  return {
    id: 'content-camera',
    title,
    entries: [
      ...(showing ? [ends] : []),
      ...others.map(({ id, label }) => ({ id: `content-camera/${id ?? ''}`, label, run: () => show(id) })),
    ],
  };
}
