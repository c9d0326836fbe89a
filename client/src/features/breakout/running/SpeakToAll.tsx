import { breakout } from '@plenum/shared/features/breakout/contract';
import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { useMeeting } from '../../../app/session.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { useEverybody, useRunning } from '../useBreakout.ts';

/** Lets my microphone be heard in all rooms; one moderator at a time. */
export function SpeakToAll() {
  const { t } = useTranslation();
  const ask = useAskHome();
  const me = useHomeMeeting((state) => state.me.id);
  const speaker = useRunning()?.speaker;
  const everybody = useEverybody();
  const isOther = speaker !== undefined && speaker !== me;
  return (
    <Button
      wide
      isDisabled={isOther}
      look={speaker === me ? 'primary' : 'plain'}
      onPress={() => void ask(breakout, 'speak', { on: speaker !== me })}
    >
      <Megaphone aria-hidden="true" className="size-5" />
      {isOther
        ? t('breakout.speaks', { name: everybody[speaker]?.name ?? t('app.somebody') })
        : t(speaker === me ? 'breakout.stopSpeaking' : 'breakout.speak')}
    </Button>
  );
}

/** Names the person whose voice comes into this room, or says that mine goes to all rooms. */
export function SpeechBanner() {
  const { t } = useTranslation();
  const ask = useAskHome();
  const me = useHomeMeeting((state) => state.me.id);
  const speaker = useRunning()?.speaker;
  const everybody = useEverybody();
  const mic = useMeeting(({ local }) => local.mic);
  if (speaker === undefined) return null;
  if (speaker !== me) {
    return (
      <Banner tone="accent" icon={<Megaphone />}>
        {t('breakout.speaks', { name: everybody[speaker]?.name ?? t('app.somebody') })}
      </Banner>
    );
  }
  const isHeard = mic !== undefined && !mic.muted;
  return (
    <Banner
      tone="warning"
      icon={<Megaphone />}
      action={<Button onPress={() => void ask(breakout, 'speak', { on: false })}>{t('breakout.stopSpeaking')}</Button>}
    >
      {t(isHeard ? 'breakout.allHearYou' : 'breakout.allWouldHearYou')}
    </Banner>
  );
}
