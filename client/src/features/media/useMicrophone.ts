import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { showToast } from '../../ui/toasts.ts';
import { useLocal, useLocalMedia } from './localMediaContext.ts';

interface Microphone {
  /** The others can hear me now. */
  readonly heard: boolean;
  /** The device is open but silenced. */
  readonly muted: boolean;
  readonly toggle: () => void;
}

/** My microphone in the meeting: unmuting starts it when it is not there yet. */
export function useMicrophone(): Microphone {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const on = useLocal(({ mic }) => mic.state === 'on');
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
  return { heard: on && !silenced, muted: on && silenced, toggle: () => void toggle() };
}
