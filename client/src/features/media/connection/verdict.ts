import type { Quality } from '@plenum/shared/features/media/contract';
import type { MediaStats } from '../../../core/mediaStats.ts';
import type { MeetingState } from '../../../core/store.ts';
import type { SentStream } from './streamMeter.ts';

const heard = 0.03;
const broken = 0.08;

/** Quality of a conversation by these numbers: loss is audible from 3 %, delay from 300 ms. */
export function qualityOf({ rttMs = 0, sendLoss, recvLoss }: MediaStats): Quality {
  const loss = Math.max(sendLoss, recvLoss);
  if (loss > broken || rttMs > 600) return 'weak';
  return loss > heard || rttMs > 300 ? 'fair' : 'good';
}

/** The connection's state in one word. */
export function connectionOf({ line, mediaLine }: Pick<MeetingState, 'line' | 'mediaLine'>, quality: Quality) {
  if (line.state === 'connecting') return 'connecting';
  if (line.state !== 'open') return 'lost';
  return mediaLine.state === 'open' || mediaLine.state === 'off'
    ? quality
    : mediaLine.state === 'connecting'
      ? 'connecting'
      : 'media';
}

/** Where the trouble is, worst first; each kind has words for what to do. */
export type Trouble = 'upload' | 'download' | 'delay' | 'computer' | 'none';

/** The trouble behind these numbers. The browser itself says when and why it reduces its pictures. */
export function troubleOf(stats: MediaStats, sent: readonly SentStream[]): Trouble {
  const held = (reason: string) => sent.some((stream) => stream.kind === 'video' && stream.limit === reason);
  if (stats.sendLoss > heard) return 'upload';
  if (stats.recvLoss > heard) return 'download';
  if ((stats.rttMs ?? 0) > 300) return 'delay';
  if (held('bandwidth')) return 'upload';
  return held('cpu') ? 'computer' : 'none';
}
