import { Coffee } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAwaySince } from './useAway.ts';

interface Props {
  readonly member: string;
}

/** The mark in the corner of a tile. */
export function TileAway({ member }: Props) {
  return (
    <div className="pointer-events-none absolute top-1.5 left-1.5 flex max-w-[calc(100%-0.75rem)]">
      <RowAway member={member} />
    </div>
  );
}

/** The mark in a row of a list. */
export function RowAway({ member }: Props) {
  const { t } = useTranslation();
  if (useAwaySince(member) === undefined) return null;
  return (
    <span className="inline-flex min-h-6 items-center gap-1 rounded-full bg-raised px-2 text-[0.8125rem] leading-5 font-bold text-text">
      <Coffee aria-hidden="true" className="size-4 shrink-0" />
      {t('away.mark')}
    </span>
  );
}
