import type { SpaceCard } from '@plenum/shared/api/space/contract';
import type { NextMeeting } from '@plenum/shared/api/plan/contract';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { soonOrDay } from '../service/words.ts';
import { PlanForm } from './PlanForm.tsx';

/** How many of the next meetings are shown at first. */
const few = 5;

interface Props {
  readonly next: readonly NextMeeting[];
  readonly spaces: readonly SpaceCard[];
  readonly again: () => Promise<void>;
}

/** What comes next in the spaces of the person, and the way to plan more. */
export function NextMeetings({ next, spaces, again }: Props) {
  const { t, i18n } = useTranslation('service');
  const heading = useId();
  const [now] = useState(() => Date.now());
  const [isPlanning, setPlanning] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const [first, ...others] = spaces.filter(({ as }) => as !== 'none');
  if (!first) return null;
  const planned = async () => {
    setPlanning(false);
    await again();
  };
  const titleOf = (space: string) => spaces.find(({ id }) => id === space)?.title ?? '';
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3 rounded-tile border border-line bg-surface p-5">
      <h2 id={heading} className="text-lg font-bold">
        {t('plan.next')}
      </h2>
      {next.length === 0 && <p className="text-dim">{t('plan.nothingNext')}</p>}
      <ol className="flex flex-col divide-y divide-line">
        {next.slice(0, showsAll ? undefined : few).map(({ plan, space, slug, title, startsAt }) => (
          <li key={`${plan} ${startsAt}`} className="py-3 first:pt-0 [overflow-wrap:anywhere]">
            <p>
              <b>{soonOrDay(startsAt, now, i18n.language)}</b> <bdi>{title}</bdi>
            </p>
            <Link href={`/s/${slug}`} className="text-accent-text underline">
              <bdi>{titleOf(space)}</bdi>
            </Link>
          </li>
        ))}
      </ol>
      {next.length > few && !showsAll && (
        <div>
          <Button look="quiet" onPress={() => setShowsAll(true)}>
            {t('plan.all', { count: next.length })}
          </Button>
        </div>
      )}
      <div>
        <Button onPress={() => setPlanning(true)}>{t('plan.open')}</Button>
      </div>
      {isPlanning && (
        <Dialog open onClose={() => setPlanning(false)} title={t('plan.open')}>
          <PlanForm places={[first, ...others]} onDone={planned} />
        </Dialog>
      )}
    </section>
  );
}
