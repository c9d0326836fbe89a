import { lazy, Suspense } from 'react';
import { useMakes } from './polls.ts';

const TextPoll = lazy(() => import('./TextPoll.tsx').then((module) => ({ default: module.TextPoll })));

/** Offers the poll that stands on a page to those who make polls; its code comes when a page has something to ask. */
export function TextOffer({ text }: { readonly text: string }) {
  const makes = useMakes();
  if (!makes || !/[?？؟/]|^.[.)]/m.test(text)) return null;
  return (
    <Suspense fallback={null}>
      <TextPoll text={text} />
    </Suspense>
  );
}
