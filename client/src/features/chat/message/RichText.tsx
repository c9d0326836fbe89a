import type { Mention } from '@plenum/shared/features/chat/contract';
import { useLayoutEffect, useRef } from 'react';
import { plainOf, renderMarkdown } from './markdown.ts';

interface Props {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** The words of a message without its markup, on one line. */
export function PlainWords({ text }: Pick<Props, 'text'>) {
  return plainOf(text);
}

/** A message with markup. Loaded behind the meeting, with the panel. */
export function RichText({ text, mentions }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(renderMarkdown(text, mentions)), [text, mentions]);
  return <div ref={place} dir="auto" className="rich-text [unicode-bidi:isolate]" />;
}
