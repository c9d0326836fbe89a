import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { ChevronDown, Minus, Plus, Shuffle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../../app/stayContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { ListDialog } from './ListDialog.tsx';
import { PairsDialog } from './PairsDialog.tsx';
import { dealt, type Planning, usePairs, usePlanOf, withRooms } from './planning.ts';
import { PlansDialog } from './PlansDialog.tsx';
import { breakoutOf, useEverybody } from '../useBreakout.ts';

type Window = 'pairs' | 'list' | 'plans';

/** The number of rooms, dealing by chance, and all tools that fill the whole plan. */
export function PlanTools({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Window>();
  const everybody = useEverybody();
  const [pairs] = usePairs();
  const last = useHomeMeeting((state) => breakoutOf(state)?.last);
  const planOf = usePlanOf();
  const { draft, change } = planning;
  const count = draft.rooms.length;
  const setCount = (next: number) =>
    void change({ rooms: withRooms(draft, next, (number) => t('breakout.roomName', { number })) });
  const shuffle = async () => {
    const { assigned, broken } = dealt(draft, Object.values(everybody), pairs);
    const done = await change({ assigned: { ...assigned }, expected: [] });
    if (done && broken.length > 0)
      showToast({ tone: 'warning', words: t('breakout.pairsBroken', { count: broken.length }) });
  };
  const close = () => setOpen(undefined);
  const { min, max } = breakoutLimits.rooms;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="flex items-center">
        <Button square isDisabled={count <= min} aria-label={t('breakout.fewer')} onPress={() => setCount(count - 1)}>
          <Minus aria-hidden="true" className="size-5" />
        </Button>
        <output className="min-w-17 text-center sm:min-w-21 font-bold tabular">{t('breakout.count', { count })}</output>
        <Button square isDisabled={count >= max} aria-label={t('breakout.more')} onPress={() => setCount(count + 1)}>
          <Plus aria-hidden="true" className="size-5" />
        </Button>
      </div>
      <div className="flex min-w-0 flex-1">
        <Button wide onPress={() => void shuffle()}>
          <Shuffle aria-hidden="true" className="hidden size-5 sm:block" />
          {t('breakout.deal')}
        </Button>
      </div>
      <Menu
        label={t('breakout.otherWays')}
        trigger={
          <Button square aria-label={t('breakout.otherWays')}>
            <span className="hidden pl-3 lg:inline">{t('breakout.moreWays')}</span>
            <ChevronDown aria-hidden="true" className="size-4 lg:mr-2" />
          </Button>
        }
        groups={[
          {
            id: 'fill',
            entries: [
              {
                id: 'last',
                label: t('breakout.fromLast'),
                disabled: !last,
                run: () => last && void change(planOf(last)),
              },
              { id: 'clear', label: t('breakout.clear'), run: () => void change({ assigned: {}, expected: [] }) },
              { id: 'pairs', label: t('breakout.pairs'), run: () => setOpen('pairs') },
              { id: 'list', label: t('breakout.paste'), run: () => setOpen('list') },
              { id: 'plans', label: t('breakout.plans'), run: () => setOpen('plans') },
            ],
          },
        ]}
      />
      <PairsDialog open={open === 'pairs'} onClose={close} />
      <ListDialog open={open === 'list'} onClose={close} planning={planning} />
      <PlansDialog open={open === 'plans'} onClose={close} planning={planning} />
    </div>
  );
}
