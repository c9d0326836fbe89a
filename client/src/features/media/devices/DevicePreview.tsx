import { aside } from '@plenum/shared/core/aside';
import { Mic, Video } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { Button } from '../../../ui/Button.tsx';
import { LocalMedia } from '../local/LocalMedia.ts';
import { useLocal } from '../local/localMediaContext.ts';
import type { Capture } from '../local/localMediaState.ts';
import type { DeviceKind } from '../local/RememberedFeed.ts';
import { VideoView } from '../tiles/VideoView.tsx';
import { MicLevel, NoPicture } from './Preview.tsx';

const off: Capture = { state: 'off' };

/** Picture and microphone level in the settings. A device that is off in the meeting can be tried: nobody else gets it. */
export function DevicePreview() {
  const { t } = useTranslation();
  const memory = useLocal((state) => state.memory);
  const [triedCamera, tryCamera] = useTrial('camera', `${memory.camera}/${memory.background}`);
  const [triedMic, tryMic] = useTrial('mic', `${memory.mic}/${memory.sound}`);
  const mic = useLocal((state) => state.mic);
  const camera = useLocal((state) => state.camera);
  const [mirror] = usePreference('mirror');
  const shown = camera.state === 'on' ? camera : triedCamera;
  const heard = mic.state === 'on' ? mic : triedMic;
  const isTrial = (camera.state !== 'on' && shown.state === 'on') || (mic.state !== 'on' && heard.state === 'on');
  return (
    <section aria-label={t('media.trial.title')} className="flex flex-col gap-2">
      <div className="relative mx-auto aspect-video w-full max-w-80 overflow-hidden rounded-tile bg-[#0c1013] text-[#f2f1ec]">
        {shown.state === 'on' ? (
          <VideoView track={shown.track} mirrored={mirror} label={t('preJoin.preview')} />
        ) : (
          <NoPicture camera={shown} small />
        )}
      </div>
      <MicLevel mic={heard} />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {shown.state !== 'on' && (
          <Button busy={shown.state === 'starting'} onPress={tryCamera}>
            <Video aria-hidden="true" className="size-4" />
            {t('media.trial.camera')}
          </Button>
        )}
        {heard.state !== 'on' && (
          <Button busy={heard.state === 'starting'} onPress={tryMic}>
            <Mic aria-hidden="true" className="size-4" />
            {t('media.trial.mic')}
          </Button>
        )}
      </div>
      {isTrial && <p className="text-sm text-dim">{t('media.trial.onlyYou')}</p>}
      {shown.state === 'failed' && (
        <p className="text-sm text-amber-text">{t(`deviceError.camera.${shown.problem}`)}</p>
      )}
      {heard.state === 'failed' && <p className="text-sm text-amber-text">{t(`deviceError.mic.${heard.problem}`)}</p>}
    </section>
  );
}

/**
 * A device of this person that no meeting gets, with the choices of the settings, until the settings close or the device is
 * turned on in the meeting: two captures of one device fail on some systems.
 * @param choices changes with the choices that concern the device
 */
function useTrial(kind: DeviceKind, choices: string): readonly [Capture, () => void] {
  const [turn, setTurn] = useState(0);
  const [capture, setCapture] = useState<Capture>(off);
  const isOn = useLocal((state) => state[kind].state === 'on');
  useEffect(() => {
    if (turn === 0 || isOn) return;
    const trial = new LocalMedia();
    const stop = trial.store.subscribe((state) => setCapture(state[kind]));
    aside(trial.start(kind));
    return () => {
      stop();
      trial.close();
      setCapture(off);
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- other choices need another capture.
  }, [kind, choices, turn, isOn]);
  return [capture, () => setTurn((before) => before + 1)];
}
