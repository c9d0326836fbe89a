import { moderation, type Notice } from '@plenum/shared/features/moderation/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../app/lazyPart.tsx';
import { useMeeting, useSession } from '../../app/session.ts';
import { useSignal } from '../../app/preferences/signals.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { showToast } from '../../ui/toasts.ts';
import { useOpenDialog } from './dialogs.ts';

const ModerationDialogs = lazyPart(async () => (await import('./ModerationDialogs.tsx')).ModerationDialogs);

/** Shows me what moderators did to me and requests for the presenter's mark, and contains the moderators' windows. */
export function ModerationWatcher() {
  useNotices();
  useMyStanding();
  const isOpen = useOpenDialog().kind !== 'none';
  return isOpen && <ModerationDialogs />;
}

function useNotices(): void {
  const { t } = useTranslation();
  const session = useSession();
  const ask = useAsk();
  const signal = useSignal();
  const hear = useEffectEvent(({ what, by: name, member }: Notice) => {
    if (what === 'renamed') showToast({ tone: 'calm', words: t('moderation.renamedBy', { name }) });
    if (what === 'presenterRefused') showToast({ tone: 'calm', words: t('moderation.presenterRefused', { name }) });
    if (what !== 'presenterAsked' || member === undefined) return;
    signal('hand');
    const action = { label: t('moderation.present'), run: () => void ask(moderation, 'present', { member }) };
    showToast({ tone: 'calm', words: t('moderation.presenterAsked', { name }), action }, 30);
  });
  useEffect(() => session.onVolatile(moderation, 'notified', (notice) => hear(notice)), [session]);
}

/** Announces a change of my role and of my presenter's mark. */
function useMyStanding(): void {
  const { t } = useTranslation();
  const role = useMeeting(({ me }) => me.role);
  const presents = useMeeting((state) => stateOf(state, moderation).presenter === state.me.id);
  const before = useRef({ role, presents });
  const tell = useEffectEvent((was: { role: string; presents: boolean }) => {
    if (was.role !== role) showToast({ tone: 'calm', words: t('moderation.yourRole', { role: t(`role.${role}`) }) });
    if (was.presents !== presents)
      showToast({ tone: 'calm', words: presents ? t('moderation.youPresent') : t('moderation.youNoLongerPresent') });
  });
  useEffect(() => {
    const was = before.current;
    before.current = { role, presents };
    tell(was);
  }, [role, presents]);
}
