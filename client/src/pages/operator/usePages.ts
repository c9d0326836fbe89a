import { useCallback } from 'react';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/**
 * A list that the server answers in pages.
 * @param ask asks for the page after an item; does not change while the list lives
 */
export function usePages<T>(ask: (last: T | undefined) => Promise<Page<T>>) {
  const { answer, again, take } = useAnswer(() => ask(undefined));
  const { busy, error, send } = useSending();
  const page = answer.state === 'there' ? answer.value : undefined;
  const more = useCallback(async () => {
    if (!page) return;
    const next = await send(() => ask(page.items.at(-1)));
    if (next) take({ items: [...page.items, ...next.items], more: next.more });
  }, [ask, page, send, take]);
  const change = useCallback(
    (isIt: (item: T) => boolean, changed: T) => {
      if (page) take({ ...page, items: page.items.map((item) => (isIt(item) ? changed : item)) });
    },
    [page, take],
  );
  return { state: answer.state, page, again, more, change, busy, error };
}
