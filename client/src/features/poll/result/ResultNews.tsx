import { barsOf } from '@plenum/shared/features/poll/results';
import { ChartBar } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { labelsOf, usePollState } from '../polls.ts';
import { ResultBars } from './ResultBars.tsx';

/** A published result, for the list of chat messages. */
export function ResultNews({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const poll = usePollState().polls.find((one) => one.id === id);
  if (!poll?.outcome) return null;
  const { result, right } = poll.outcome;
  return (
    <article className="m-3 flex flex-col gap-2.5 rounded-tile bg-raised p-3.5">
      <h4 dir="auto" className="flex items-start gap-2 font-bold [overflow-wrap:anywhere]">
        <ChartBar aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-dim" />
        {poll.setup.question}
      </h4>
      <ResultBars bars={barsOf(result, labelsOf(poll.setup.choice, t))} right={right} />
    </article>
  );
}
