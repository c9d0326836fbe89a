import { lazy, Suspense } from 'react';
import type { FeedItem } from '../../chat/slot.ts';
import { usePollState } from '../polls.ts';

const ResultNews = lazy(() => import('./ResultNews.tsx').then((module) => ({ default: module.ResultNews })));

/** Published results, for the list of chat messages. */
export function useResultFeed(): readonly FeedItem[] {
  return usePollState().polls.flatMap(({ id, publishedAt, outcome }) => {
    if (publishedAt === undefined || outcome?.result.kind !== 'counted') return [];
    const render = () => (
      <Suspense fallback={<div className="h-28" />}>
        <ResultNews id={id} />
      </Suspense>
    );
    return [{ key: `poll/${id}`, at: publishedAt, render }];
  });
}
