import { Hand, MicVocal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlace } from './queue.ts';

interface Props {
  readonly member: string;
}

const badge =
  'inline-flex min-h-6 min-w-0 items-center gap-1 rounded-full bg-amber px-2 text-[0.8125rem] leading-5 font-bold text-amber-ink tabular';

/** In the corner of a tile: the place in the queue, or the sign for having the floor. */
export function TileHand({ member }: Props) {
  return (
    <div className="pointer-events-none absolute top-1.5 right-1.5 flex max-w-[calc(100%-0.75rem)]">
      <HandBadge member={member} />
    </div>
  );
}

/** The same in a row of a list. */
export function RowHand({ member }: Props) {
  return <HandBadge member={member} />;
}

function HandBadge({ member }: Props) {
  const { t } = useTranslation();
  const place = usePlace(member);
  if (place.kind === 'down') return null;
  if (place.kind === 'floor') {
    return (
      <span className={badge}>
        <MicVocal aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">{t('hand.floor')}</span>
      </span>
    );
  }
  return (
    <span className={badge}>
      <Hand aria-hidden="true" className="size-4 shrink-0" />
      <span aria-hidden="true">{place.place}</span>
      <span className="sr-only">{t('hand.place', { place: place.place })} </span>
    </span>
  );
}
