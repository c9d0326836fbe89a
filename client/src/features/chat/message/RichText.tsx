import type { Mention } from '@plenum/shared/features/chat/contract';
import { useLayoutEffect, useRef } from 'react';
import { renderMarkdown } from './markdown.ts';

interface Props {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** A message with markup. Loaded only when a message has any. */
export function RichText({ text, mentions }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(renderMarkdown(text, mentions)), [text, mentions]);
  return <div ref={place} dir="auto" className="rich-text [unicode-bidi:isolate]" />;
}
