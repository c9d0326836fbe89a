import { presence } from '@plenum/shared/features/presence/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useLayoutMode, usePushedLayout } from '../../app/preferences/view.ts';
import { preferences } from '../../app/preferences/preferences.ts';
import { stateOf } from '../../core/store.ts';
import { showToast } from '../../ui/toasts.ts';

/** Reports who changed this person's layout, and offers the way back. */
export function LayoutWatcher() {
  const { t } = useTranslation();
  const pushed = usePushedLayout();
  const members = useMeeting((state) => stateOf(state, presence).members);
  const me = useMeeting((state) => state.me.id);
  const [, choose] = useLayoutMode();
  const heard = useRef(pushed?.at);
  const onPushed = useEffectEvent(() => {
    if (!pushed) return;
    const mode = t(`view.mode.${pushed.mode}`);
    if (pushed.by === me) return showToast({ tone: 'good', words: t('view.pushed', { mode }) });
    const own = preferences.getState().layoutMode;
    const name = members[pushed.by]?.name ?? t('view.somebody');
    showToast({
      tone: 'calm',
      words: t('view.pushedBy', { name, mode }),
      ...(own !== pushed.mode && { action: { label: t('view.keepMine'), run: () => choose(own) } }),
    });
  });
  const at = pushed?.at;
  useEffect(() => {
    if (at !== undefined && at !== heard.current) onPushed();
    heard.current = at;
  }, [at]);
  return null;
}
