import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { showToast } from '../../../ui/toasts.ts';
import { canShareScreen } from '../local/captureScreen.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

interface Share {
  readonly possible: boolean;
  readonly sharing: boolean;
  /** True while the others see the last picture and hear nothing. */
  readonly paused: boolean;
  readonly pause: (paused: boolean) => void;
  readonly toggle: () => void;
}

/** This person's screen in the meeting. */
export function useShare(): Share {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const may = useMeeting(({ me }) => me.abilities.includes('screenShare'));
  const state = useLocal(({ screen }) => screen.state);
  const toggle = async () => {
    if (local.state.screen.state === 'on') return local.screen.stop();
    // The browser's dialog is open.
    if (local.state.screen.state === 'starting') return;
    const screen = await local.screen.start();
    if (screen.state === 'failed') showToast({ tone: 'warning', words: t(`deviceError.screen.${screen.problem}`) }, 12);
  };
  const paused = useMeeting(({ local: { screen } }) => screen?.muted ?? false);
  return {
    possible: canShareScreen() && may,
    sharing: state === 'on',
    paused,
    pause: (hold) => local.screen.pause(hold),
    toggle: () => void toggle(),
  };
}
