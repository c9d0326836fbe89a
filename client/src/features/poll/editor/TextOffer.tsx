import { lazyPart } from '../../../app/lazyPart.tsx';
import { useMakes } from '../polls.ts';

const TextPoll = lazyPart(async () => (await import('./TextPoll.tsx')).TextPoll);

/** Offers members who make polls the poll that a page contains. Its code loads when a page has a question. */
export function TextOffer({ text }: { readonly text: string }) {
  const makes = useMakes();
  if (!makes || !/[?？؟/]|^.[.)]/m.test(text)) return null;
  return <TextPoll text={text} />;
}
