import { isOnlyEmoji } from '@plenum/shared/core/emoji';
import type { Mention } from '@plenum/shared/features/chat/contract';
import { piecesOf } from '@plenum/shared/features/chat/mentions';
import { lazy, Suspense } from 'react';

const RichText = lazy(() => import('./RichText.tsx').then((module) => ({ default: module.RichText })));

const PlainWords = lazy(() => import('./RichText.tsx').then((module) => ({ default: module.PlainWords })));

const markup = /[*_`~[\]>\\]|^\s*(?:[-+]|\d+[.)])\s|https?:|mailto:|www\.|\.[a-z]{2}/im;

/** True when markup may change the look of the text. */
export function hasMarkup(text: string): boolean {
  return markup.test(text);
}

interface Props {
  readonly text: string;
  readonly mentions?: readonly Mention[] | undefined;
}

/** The text of a message. A text of a few emoji is shown large. */
export function MessageText({ text, mentions = [] }: Props) {
  if (isOnlyEmoji(text)) return <p className="py-0.5 text-4xl leading-tight">{text}</p>;
  const plain = (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate]">
      {mentions.length === 0 ? text : <Pieces text={text} mentions={mentions} />}
    </p>
  );
  if (!hasMarkup(text)) return plain;
  return (
    <Suspense fallback={plain}>
      <RichText text={text} mentions={mentions} />
    </Suspense>
  );
}

/** A message on one line of a list: its words without markup. */
export function MessageWords({ text }: Pick<Props, 'text'>) {
  if (!hasMarkup(text)) return text;
  return (
    <Suspense fallback={text}>
      <PlainWords text={text} />
    </Suspense>
  );
}

function Pieces({ text, mentions }: Required<Props>) {
  // The pieces of a text never change, so their indexes can be their keys.
  return piecesOf(text, mentions ?? []).map((piece, index) =>
    piece.mention ? (
      <mark key={index} className="mention">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
