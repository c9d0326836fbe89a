import { lazy, Suspense } from 'react';

const RichText = lazy(() => import('./RichText.tsx').then((module) => ({ default: module.RichText })));

const markup = /[*_`~[\]>\\]|^\s*(?:[-+]|\d+[.)])\s|https?:|mailto:|www\.|\.[a-z]{2}/im;

/** True when a text may look different with its markup than without. */
export function hasMarkup(text: string): boolean {
  return markup.test(text);
}

/** The words of a message. */
export function MessageText({ text }: { readonly text: string }) {
  const plain = (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
    </p>
  );
  if (!hasMarkup(text)) return plain;
  return (
    <Suspense fallback={plain}>
      <RichText text={text} />
    </Suspense>
  );
}
