import { Signal, SignalLow, SignalMedium, SignalZero } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaStats } from '../../core/mediaStats.ts';
import type { MeetingState } from '../../core/store.ts';
import { cx } from '../../ui/cx.ts';
import { useMeeting, useSession } from '../session.ts';

type Quality = 'good' | 'fair' | 'weak';

/** What the numbers mean for a conversation: loss is heard from 3 %, a delay from 300 ms. */
export function qualityOf({ rttMs = 0, sendLoss, recvLoss }: MediaStats): Quality {
  const loss = Math.max(sendLoss, recvLoss);
  if (loss > 0.08 || rttMs > 600) return 'weak';
  return loss > 0.03 || rttMs > 300 ? 'fair' : 'good';
}

/** The connection in one word. */
export function connectionOf({ line, mediaLine }: Pick<MeetingState, 'line' | 'mediaLine'>, quality: Quality) {
  if (line.state === 'connecting') return 'connecting';
  if (line.state !== 'open') return 'lost';
  return mediaLine.state === 'open' || mediaLine.state === 'off'
    ? quality
    : mediaLine.state === 'connecting'
      ? 'connecting'
      : 'media';
}

const icons = {
  good: Signal,
  fair: SignalMedium,
  weak: SignalLow,
  media: SignalLow,
  connecting: SignalZero,
  lost: SignalZero,
};

/** How the connection is, in a word and a sign, at the right of the top bar. */
export function ConnectionPill() {
  const { t } = useTranslation();
  const quality = useQuality();
  const state = useMeeting((meeting) => connectionOf(meeting, quality));
  const Icon = icons[state];
  return (
    <output
      className={cx(
        'flex items-center gap-2 rounded-full bg-raised px-3 py-1 text-sm',
        state === 'good' ? 'text-dim' : 'text-amber-text',
      )}
    >
      <Icon aria-hidden="true" className="size-4" />
      <span className="sr-only">{t('meeting.connection.label')} </span>
      {t(`meeting.connection.${state}`)}
    </output>
  );
}

/** Measured every few seconds; two measurements must agree before the word changes. */
function useQuality(): Quality {
  const { media } = useSession();
  const [quality, setQuality] = useState<Quality>('good');
  useEffect(() => {
    let before: Quality = 'good';
    const timer = setInterval(() => {
      void media.stats().then((stats) => {
        const now = qualityOf(stats);
        if (now === before) setQuality(now);
        before = now;
      });
    }, 4_000);
    return () => clearInterval(timer);
  }, [media]);
  return quality;
}
