import { breakout } from '@plenum/shared/features/breakout/contract';
import { DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useMine, useRunning } from '../useBreakout.ts';

/** Invites me to my room. Only the two buttons answer: a press beside the question is no answer. "Not now" leaves me where I am, and the banner still offers the room. */
export function Invitation() {
  const { t } = useTranslation();
  const ask = useAskHome();
  const me = useHomeMeeting((state) => state.me.id);
  const declined = useRunning()?.declined.includes(me) ?? false;
  const { asked, place } = useMine();
  const open = asked !== undefined && !declined;
  const decline = () => void ask(breakout, 'decline', {});
  return (
    <Dialog
      alert
      open={open}
      title={t('breakout.invitation')}
      actions={
        <>
          <Button onPress={decline}>{t('breakout.notNow')}</Button>
          <Button look="primary" onPress={() => asked && void ask(breakout, 'enter', { room: asked.id })}>
            <DoorOpen aria-hidden="true" className="size-5" />
            {t('breakout.goTo', { room: asked?.name ?? '' })}
          </Button>
        </>
      }
    >
      <p>{t(place ? 'breakout.askedOn' : 'breakout.asked', { room: asked?.name ?? '' })}</p>
      <p className="pt-2 text-dim">{t('breakout.askedBody')}</p>
    </Dialog>
  );
}
