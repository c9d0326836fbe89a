import { lazyPart } from '../../app/lazyPart.tsx';
import { useMakes } from './polls.ts';

const TextPoll = lazyPart(async () => (await import('./TextPoll.tsx')).TextPoll);

/** Offers the poll that stands on a page to those who make polls; its code comes when a page has something to ask. */
export function TextOffer({ text }: { readonly text: string }) {
  const makes = useMakes();
  if (!makes || !/[?？؟/]|^.[.)]/m.test(text)) return null;
  return <TextPoll text={text} />;
}
