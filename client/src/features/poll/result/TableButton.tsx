import type { Poll } from '@plenum/shared/features/poll/contract';
import { writeOutcome } from '@plenum/shared/features/poll/results';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { saveCsv } from '../../../ui/saveFile.ts';

interface Props {
  readonly poll: Poll;
  readonly labels: readonly string[];
}

/** Saves a published result as a table for spreadsheets. */
export function TableButton({ poll, labels }: Props) {
  const { t } = useTranslation();
  const table = writeOutcome(poll, labels);
  if (table === undefined) return null;
  return (
    <Button look="quiet" onPress={() => saveCsv(`poll-${poll.id}.csv`, table)}>
      <Download aria-hidden="true" className="size-5" />
      {t('poll.table')}
    </Button>
  );
}
