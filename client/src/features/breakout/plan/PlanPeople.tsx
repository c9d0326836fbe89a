import { withoutAccents } from '@plenum/shared/core/compare';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Menu, type MenuGroup } from '../../../ui/Menu.tsx';
import { type Choice, PeopleList } from '../PeopleList.tsx';

const searchFrom = 9;

interface Props {
  readonly people: readonly PresentMember[];
  /** The number of rooms of the plan. */
  readonly rooms: number;
  readonly choice: Choice;
  /** The number of people who are chosen in all lists. */
  readonly chosen: number;
  readonly moves: (id: string) => readonly MenuGroup[];
  /** The menu with the places where the chosen people can be sent. */
  readonly chosenMoves: readonly MenuGroup[];
  readonly onDrop: (ids: readonly string[]) => void;
}

/** The people without a room, and what can be done with the chosen ones. */
export function PlanPeople({ people, rooms, choice, chosen, moves, chosenMoves, onDrop }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const wanted = withoutAccents(query);
  const isLong = people.length >= searchFrom || query !== '';
  const found = isLong ? people.filter(({ name }) => withoutAccents(name).includes(wanted)) : people;
  const label = t('breakout.inNone', { count: people.length });
  return (
    <section
      aria-label={label}
      className="flex max-h-[45%] min-h-0 shrink-0 flex-col gap-1 border-b border-line p-2 md:max-h-none md:w-72 md:border-r md:border-b-0"
    >
      <h3 className="px-2 pt-1 font-bold tabular">{label}</h3>
      {isLong && (
        <input
          type="search"
          dir="auto"
          aria-label={t('breakout.search')}
          placeholder={t('breakout.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="mx-1 min-h-11 shrink-0 rounded-control border border-edge bg-ground px-3"
        />
      )}
      <div className="flex min-h-11 flex-1 flex-col overflow-y-auto">
        <PeopleList
          label={label}
          people={found}
          empty={people.length === 0 ? t('breakout.everybodyHasRoom') : t('breakout.noneFound')}
          onDrop={onDrop}
          moves={moves}
          choice={choice}
        />
      </div>
      <Chosen count={chosen} rooms={rooms} moves={chosenMoves} onNone={() => choice.onChoose(new Set())} />
    </section>
  );
}

interface ChosenProps {
  readonly count: number;
  readonly rooms: number;
  readonly moves: readonly MenuGroup[];
  readonly onNone: () => void;
}

/** How many people are chosen, with a menu that sends them; without any, how to choose. */
function Chosen({ count, rooms, moves, onNone }: ChosenProps) {
  const { t } = useTranslation();
  const last = Math.min(9, rooms);
  return (
    <div className="flex min-h-11 shrink-0 items-center gap-1 px-2 text-sm text-dim md:flex-wrap">
      <p aria-live="polite" className="min-w-0 flex-1 md:basis-full">
        {count > 0 ? t('breakout.chosen', { count }) : t('breakout.howToChoose')}{' '}
        {count > 0 && <span className="pointer-coarse:hidden">{t('breakout.numbers', { last })}</span>}
      </p>
      {count > 0 && (
        <>
          <Menu
            label={t('breakout.moveMany', { count })}
            groups={moves}
            trigger={<Button>{t('breakout.moveTo')}</Button>}
          />
          <Button look="quiet" square aria-label={t('breakout.chooseNone')} onPress={onNone}>
            <X aria-hidden="true" className="size-4" />
          </Button>
        </>
      )}
    </div>
  );
}
