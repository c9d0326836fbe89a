import type { Mention } from '@plenum/shared/features/chat/contract';
import { useMemo } from 'react';
import { renderMarkdown } from './markdown.ts';

interface Props {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** A message with its markup. Loaded only when a message has any. */
export function RichText({ text, mentions }: Props) {
  const html = useMemo(() => ({ __html: renderMarkdown(text, mentions) }), [text, mentions]);
  // oxlint-disable-next-line react/no-danger -- rendered without HTML and sanitised; markdown.test.ts holds the corpus.
  return <div dir="auto" className="rich-text [unicode-bidi:isolate]" dangerouslySetInnerHTML={html} />;
}
