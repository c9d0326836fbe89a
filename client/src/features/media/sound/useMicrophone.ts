import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { showToast } from '../../../ui/toasts.ts';
import { isTaken } from '../local/localMediaState.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

interface Microphone {
  /** True when the microphone is on and not muted. */
  readonly heard: boolean;
  /** True while the system keeps the microphone from this page, so that nobody hears it. */
  readonly taken: boolean;
  /** True when the device is open but muted. */
  readonly muted: boolean;
  readonly toggle: () => void;
}

/** This person's microphone in the meeting. Unmuting also starts it. */
export function useMicrophone(): Microphone {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const on = useLocal(({ mic }) => mic.state === 'on');
  const taken = useLocal(({ mic }) => isTaken(mic));
  const silenced = useLocal(({ micMuted }) => micMuted);
  const may = useMeeting(({ me }) => me.abilities.includes('micShare'));
  const toggle = async () => {
    if (!may && !(on && !silenced)) return showToast({ tone: 'warning', words: t('media.locked.mic') });
    if (local.state.mic.state === 'on') return local.mute(!local.state.micMuted);
    if (local.state.mic.state === 'starting') return;
    local.mute(false);
    await local.start('mic');
    const { mic } = local.state;
    if (mic.state === 'failed') showToast({ tone: 'warning', words: t(`deviceError.mic.${mic.problem}`) }, 12);
  };
  return { heard: on && !silenced, taken, muted: on && silenced, toggle: () => void toggle() };
}
