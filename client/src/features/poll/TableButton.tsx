import type { Poll } from '@plenum/shared/features/poll/contract';
import { writeOutcome } from '@plenum/shared/features/poll/results';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';

interface Props {
  readonly poll: Poll;
  readonly labels: readonly string[];
}

/** Saves a published result as a table that spreadsheets read. */
export function TableButton({ poll, labels }: Props) {
  const { t } = useTranslation();
  const table = writeOutcome(poll, labels);
  if (table === undefined) return null;
  const save = () => {
    // The mark in front tells spreadsheets that it is UTF-8.
    const url = URL.createObjectURL(new Blob([`\ufeff${table}`], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `poll-${poll.id}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <Button look="quiet" onPress={save}>
      <Download aria-hidden="true" className="size-5" />
      {t('poll.table')}
    </Button>
  );
}
