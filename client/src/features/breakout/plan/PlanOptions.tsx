import { aside } from '@plenum/shared/core/aside';
import { type Options } from '@plenum/shared/features/breakout/contract';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { ChevronUp, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LineForm } from '../../../ui/LineForm.tsx';
import { Menu, type MenuGroup } from '../../../ui/Menu.tsx';
import type { Planning } from './planning.ts';

const usualMinutes = [5, 10, 15, 20, 30, 45, 60];

/** One option: a choice of one value, with what the button says of the chosen one. */
interface Option extends MenuGroup {
  readonly title: string;
  readonly now: string;
}

/** The options of a plan: how people go to their rooms, and for how long. A narrow window has one menu for all of them. */
export function PlanOptions({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(false);
  const options = useOptions(planning, () => setWriting(true));
  return (
    <>
      <div className="lg:hidden">
        <Menu
          label={t('breakout.options')}
          placement="top start"
          groups={options}
          trigger={
            <Button>
              <SlidersHorizontal aria-hidden="true" className="size-5" />
              {t('breakout.options')}
            </Button>
          }
        />
      </div>
      <div className="hidden flex-wrap gap-2 lg:flex">
        {options.map((option) => (
          <Menu
            key={option.id}
            label={option.title}
            placement="top start"
            groups={[option]}
            trigger={
              <Button aria-label={`${option.title}: ${option.now}`}>
                {option.now}
                <ChevronUp aria-hidden="true" className="size-4" />
              </Button>
            }
          />
        ))}
      </div>
      <Dialog open={writing} onClose={() => setWriting(false)} title={t('breakout.closeByTime')}>
        <MinutesForm planning={planning} onDone={() => setWriting(false)} />
      </Dialog>
    </>
  );
}

function useOptions({ draft, change }: Planning, onOtherTime: () => void): readonly Option[] {
  const { t } = useTranslation();
  const { options } = draft;
  const set = (part: Partial<Options>) => aside(change({ options: { ...options, ...part } }));
  const { minutes, ...endless } = options;
  const { slides = 'none', ...bare } = options;
  const timeOf = (count: number) => ({
    id: String(count),
    label: t('breakout.forMinutes', { count }),
    run: () => set({ minutes: count }),
  });
  const times = [...new Set([...usualMinutes, ...(minutes === undefined ? [] : [minutes])])].toSorted((a, b) => a - b);
  const choice = (id: string, title: string, chosen: string, entries: MenuGroup['entries']): Option => ({
    id,
    title,
    chosen,
    entries,
    now: entries.find((entry) => entry.id === chosen)?.label ?? '',
  });
  return [
    choice('time', t('breakout.closeByTime'), String(minutes ?? 'none'), [
      { id: 'none', label: t('breakout.noEnd'), run: () => aside(change({ options: endless })) },
      ...times.map(timeOf),
      { id: 'other', label: t('breakout.otherTime'), run: onOtherTime },
    ]),
    choice('invite', t('breakout.invite'), options.invite, [
      { id: 'ask', label: t('breakout.inviteAsk'), run: () => set({ invite: 'ask' }) },
      { id: 'now', label: t('breakout.inviteNow'), run: () => set({ invite: 'now' }) },
    ]),
    choice('choice', t('breakout.mayEnter'), options.choice, [
      { id: 'assigned', label: t('breakout.enterOwn'), run: () => set({ choice: 'assigned' }) },
      { id: 'free', label: t('breakout.freeChoice'), run: () => set({ choice: 'free' }) },
    ]),
    choice('slides', t('breakout.slides.label'), slides, [
      { id: 'none', label: t('breakout.takeNone'), run: () => aside(change({ options: { ...bare } })) },
      { id: 'page', label: t('breakout.slides.page'), run: () => set({ slides: 'page' }) },
      { id: 'all', label: t('breakout.slides.all'), run: () => set({ slides: 'all' }) },
    ]),
    choice('late', t('breakout.late'), options.late, [
      { id: 'stay', label: t('breakout.lateStay'), run: () => set({ late: 'stay' }) },
      { id: 'smallest', label: t('breakout.lateSmallest'), run: () => set({ late: 'smallest' }) },
    ]),
  ];
}

/** A time that the menu does not offer, in whole minutes. */
function MinutesForm({ planning, onDone }: { readonly planning: Planning; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { options } = planning.draft;
  const save = async (written: string) => {
    const minutes = Number(written.trim());
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > breakoutLimits.minutes) {
      return t('breakout.minutesInvalid', { max: breakoutLimits.minutes });
    }
    if (await planning.change({ options: { ...options, minutes } })) onDone();
    return undefined;
  };
  return (
    <LineForm
      label={t('breakout.minutesLabel')}
      before={String(options.minutes ?? '')}
      maxLength={4}
      cancel={t('breakout.cancel')}
      submit={t('breakout.save')}
      onCancel={onDone}
      onSubmit={save}
    />
  );
}
