import { useMemo } from 'react';
import { renderMarkdown } from './markdown.ts';

/** A message with its markup. Loaded only when a message has any. */
export function RichText({ text }: { readonly text: string }) {
  const html = useMemo(() => ({ __html: renderMarkdown(text) }), [text]);
  // oxlint-disable-next-line react/no-danger -- rendered without HTML and sanitised; markdown.test.ts holds the corpus.
  return <div dir="auto" className="rich-text" dangerouslySetInnerHTML={html} />;
}
