import { moderation } from '@plenum/shared/features/moderation/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { showToast } from '../../ui/toasts.ts';
import type { Kind } from './local/localMediaState.ts';
import { useLocalMedia } from './local/localMediaContext.ts';
import { useMicrophone } from './sound/useMicrophone.ts';

const kinds = ['mic', 'camera', 'screen', 'contentCamera'] as const satisfies readonly Kind[];

/** Applies moderators' decisions to this person's devices, and says who decided. The server has done its part already. */
export function ModeratorsWill() {
  useSilenced();
  useNotices();
  return null;
}

/** A moderator muted this person: the local mute follows. */
function useSilenced(): void {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const silenced = useMeeting((state) => stateOf(state, moderation).silenced[state.me.id]);
  const before = useRef(silenced?.at);
  const obey = useEffectEvent((by: string) => {
    const { mic, micMuted } = local.state;
    if (mic.state === 'off' || mic.state === 'failed' || micMuted) return;
    local.mute(true);
    showToast({ tone: 'warning', words: by === '' ? t('media.entry.muted') : t('media.mutedBy', { name: by }) }, 8);
  });
  useEffect(() => {
    if (silenced === undefined || silenced.at === before.current) return;
    before.current = silenced.at;
    obey(silenced.by);
  }, [silenced]);
}

/** A moderator stopped a stream (the media line has done that), or asks this person to unmute (only they can). */
function useNotices(): void {
  const { t } = useTranslation();
  const session = useSession();
  const { heard, toggle } = useMicrophone();
  const onStopped = useEffectEvent((source: string | undefined, name: string) => {
    const kind = kinds.find((one) => one === source);
    if (kind !== undefined) showToast({ tone: 'warning', words: t(`media.stoppedBy.${kind}`, { name }) }, 8);
  });
  const onAsked = useEffectEvent((name: string) => {
    if (heard) return;
    const action = { label: t('media.unmute'), run: toggle };
    showToast({ tone: 'calm', words: t('media.unmuteAsked', { name }), action }, 30);
  });
  useEffect(
    () =>
      session.onVolatile(moderation, 'notified', ({ what, by, source }) => {
        if (what === 'stopped') onStopped(source, by);
        if (what === 'unmuteAsked') onAsked(by);
      }),
    [session],
  );
}
