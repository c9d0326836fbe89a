import { CirclePause, Heart, ShieldX } from 'lucide-react';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isFramed } from '../frame/framed.ts';
import { lazyPart } from '../lazyPart.tsx';
import type { ClosedReason } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { LastWords } from './lastWords.ts';
import { PageFrame } from './PageFrame.tsx';
import { wordsOfDuration } from '../wordsOfTime.ts';

interface Ending {
  readonly title: ParseKeys;
  readonly body: ParseKeys;
  /** Label of the button that leads back; undefined: no way back. */
  readonly back?: ParseKeys;
}

/** The words for a stay that a person ended, who may be this one. */
function endingBy(farewell: LastWords): Ending {
  switch (farewell.what) {
    case 'removed':
      return { title: 'left.removed.title', body: 'left.removed.by' };
    case 'banned':
      return { title: 'left.banned.title', body: 'left.banned.by' };
    case 'ended':
      return { title: 'left.ended.title', body: farewell.by === '' ? 'left.ended.byServer' : 'left.ended.by' };
    case 'endedByMe':
      return { title: 'left.endedByMe.title', body: 'left.endedByMe.body', back: 'left.endedByMe.again' };
    case 'timeUp':
      return { title: 'duration.up.title', body: `duration.up.${farewell.of.is}`, back: 'duration.up.again' };
    case 'refused':
      return {
        title: 'left.refused.title',
        body: wordsOfRefusal(farewell),
        back: 'left.refused.again',
      };
  }
}

function wordsOfRefusal({ by, displaced }: Extract<LastWords, { what: 'refused' }>): ParseKeys {
  if (displaced) return 'left.refused.displaced';
  return by === undefined ? 'left.refused.body' : 'left.refused.by';
}

/** The words for each way in which a meeting ends for one person. */
export function endingOf(reason: ClosedReason, farewell?: LastWords): Ending {
  if (farewell && (reason === 'removed' || reason === 'ended')) return endingBy(farewell);
  switch (reason) {
    case 'left':
      return { title: 'left.title', body: 'left.body', back: 'left.rejoin' };
    case 'replaced':
      return { title: 'left.replaced.title', body: 'left.replaced.body', back: 'left.replacedAction' };
    case 'removed':
      return { title: 'left.removed.title', body: 'left.removed.body' };
    case 'ended':
      return { title: 'left.ended.title', body: 'left.ended.body' };
    case 'flooding':
      return { title: 'left.flooding.title', body: 'left.flooding.body', back: 'left.rejoin' };
    case 'outdated':
      return { title: 'room.outdated.title', body: 'room.outdated.body', back: 'app.reload' };
    case 'full':
      return { title: 'room.full.title', body: 'room.full.body', back: 'left.rejoin' };
    case 'notFound':
    case 'closed':
    case 'forbidden':
      return { title: 'left.expired.title', body: 'left.expired.body', back: 'left.rejoin' };
    case 'blocked':
    case 'crowded':
      return { title: 'left.failed.title', body: `refusal.${reason}`, back: 'left.rejoin' };
    case 'unavailable':
    case 'internal':
    case 'limited':
    case 'conflict':
    case 'invalid':
      return { title: 'left.failed.title', body: `error.${reason}`, back: 'left.rejoin' };
  }
}

/** What the words of an ending name: who ended it, or which limit and whose. */
function blanksOf(farewell: LastWords | undefined, language: string) {
  if (farewell?.what !== 'timeUp') return { name: farewell?.by ?? '' };
  const { minutes, of } = farewell;
  return { name: of.name ?? '', tier: of.tier ?? '', time: wordsOfDuration(minutes * 60_000, language) };
}

/** A link out of Plenum, and its words. */
export interface WayOut {
  readonly href: string;
  readonly words: string;
}

const FramedEnd = lazyPart(async () => (await import('../frame/FramedEnd.tsx')).FramedEnd);

interface Props {
  readonly reason: ClosedReason;
  readonly farewell?: LastWords | undefined;
  readonly title: string;
  readonly stayedMs: number;
  readonly again: () => void;
  /** In place of the way to the start page. */
  readonly wayOut?: WayOut | undefined;
}

/** After the meeting: what happened, what is kept, a way back, thanks. */
export function LeftPage({ reason, farewell, title, stayedMs, again, wayOut }: Props) {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const ending = endingOf(reason, farewell);
  const wellEndings: readonly (string | undefined)[] = ['ended', 'endedByMe', 'timeUp'];
  const well = reason === 'left' || reason === 'ended' || wellEndings.includes(farewell?.what);
  const wasInside = farewell?.what !== 'refused';
  const said = farewell?.what === 'refused' ? farewell.words : '';
  const body = t(ending.body, blanksOf(farewell, i18n.language));
  const back = reason === 'outdated' ? () => location.reload() : again;
  return (
    <PageFrame title={t(ending.title)} said={body}>
      {isFramed && <FramedEnd reason={reason} />}
      <Notice
        icon={well ? <Heart /> : reason === 'removed' ? <ShieldX /> : <CirclePause />}
        title={t(ending.title)}
        actions={
          <>
            {ending.back && (
              <Button look="primary" onPress={back}>
                {t(ending.back)}
              </Button>
            )}
            {(wayOut || !isFramed) && (
              <Button
                look={ending.back ? 'plain' : 'primary'}
                onPress={() => (wayOut ? open(wayOut.href, '_top') : navigate('/'))}
              >
                {wayOut?.words ?? t('app.toStart')}
              </Button>
            )}
          </>
        }
      >
        {wasInside && <p>{t('left.duration', { title, time: wordsOfDuration(stayedMs, i18n.language) })}</p>}
        <p>{body}</p>
        {said !== '' && (
          <blockquote dir="auto" className="rounded-control bg-raised px-4 py-3 text-text [overflow-wrap:anywhere]">
            {said}
          </blockquote>
        )}
        {reason === 'left' && <p>{t('left.thanks')}</p>}
      </Notice>
    </PageFrame>
  );
}
