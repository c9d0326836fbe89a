import { isolated } from '@plenum/shared/core/direction';
import { type PlannedRoom, RoomName } from '@plenum/shared/features/breakout/contract';
import { isSameName } from '@plenum/shared/features/breakout/names';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { type Choice, type ListedPerson, PeopleList } from '../PeopleList.tsx';
import type { Planning } from './planning.ts';

interface Props {
  readonly room: PlannedRoom;
  /** Its number in the plan, from 1: the key that sends people here, up to 9. */
  readonly number: number;
  readonly planning: Planning;
  readonly people: readonly ListedPerson[];
  readonly choice: Choice;
  readonly moves: (id: string) => readonly MenuGroup[];
  readonly onDrop: (ids: readonly string[]) => void;
}

/** One room of the plan: its name, its people, and expected people who are not here. */
export function PlanRoom({ room, number, planning, people, choice, moves, onDrop }: Props) {
  const { t } = useTranslation();
  const { draft, change } = planning;
  const expected = draft.expected.filter((one) => one.room === room.key);
  const remove = () =>
    void change({
      rooms: draft.rooms.filter(({ key }) => key !== room.key),
      expected: draft.expected.filter((one) => one.room !== room.key),
    });
  return (
    <section aria-label={room.name} className="flex flex-col gap-1 rounded-tile border border-line bg-ground p-2">
      <div className="flex items-center gap-1">
        <span aria-hidden="true" className="pl-2 font-bold text-dim tabular">
          {number}
        </span>
        <NameField room={room} planning={planning} />
        <span className="px-1 text-sm text-dim tabular">{people.length + expected.length}</span>
        {draft.rooms.length > breakoutLimits.rooms.min && (
          <Button look="quiet" square aria-label={t('breakout.removeRoom', { room: room.name })} onPress={remove}>
            <X aria-hidden="true" className="size-4" />
          </Button>
        )}
      </div>
      <PeopleList
        label={t('breakout.peopleOf', { room: room.name })}
        people={people}
        empty={t('breakout.dropHere')}
        onDrop={onDrop}
        moves={moves}
        choice={choice}
      />
      {expected.length > 0 && (
        <p className="px-2 pb-1 text-sm text-dim">
          {t('breakout.expected', { names: expected.map(({ name }) => isolated(name)).join(', ') })}
        </p>
      )}
    </section>
  );
}

/** The name of a room, saved on blur or by Enter; an invalid name shows an error and is not saved. */
function NameField({ room, planning }: Pick<Props, 'room' | 'planning'>) {
  const { t } = useTranslation();
  /** Undefined while this person is not writing: then the field follows what others call the room. */
  const [typed, setTyped] = useState<string>();
  const written = typed ?? room.name;
  const errorId = useId();
  const { draft, change } = planning;
  const parsed = RoomName.safeParse(written);
  const isTaken = draft.rooms.some(({ key, name }) => key !== room.key && isSameName(name, written));
  const problem = isTaken ? t('breakout.nameTaken') : parsed.success ? undefined : t('breakout.nameInvalid');
  const save = () => {
    // A name that cannot be saved stays in the field with its error.
    if (!parsed.success || isTaken) return;
    const name = parsed.data;
    if (name === room.name) return setTyped(undefined);
    const done = change({ rooms: draft.rooms.map((other) => (other.key === room.key ? { ...other, name } : other)) });
    // Until then the field shows what was written; afterwards it follows the plan again, unless one writes on.
    aside(done.then(() => setTyped((now) => (now === typed ? undefined : now))));
  };
  return (
    <div className="min-w-0 flex-1">
      <input
        dir="auto"
        value={written}
        maxLength={breakoutLimits.nameLength}
        aria-label={t('breakout.nameOf', { room: room.name })}
        aria-invalid={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-describedby': errorId })}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          if (event.key !== 'Escape') return;
          // Restores the old name, and keeps the panel open.
          event.preventDefault();
          setTyped(undefined);
        }}
        className={cx(
          'min-h-11 w-full rounded-control border bg-transparent px-2 font-bold',
          problem === undefined ? 'border-transparent hover:border-edge focus:border-edge' : 'border-danger-text',
        )}
      />
      {problem !== undefined && (
        <p id={errorId} className="px-2 text-sm text-danger-text">
          {problem}
        </p>
      )}
    </div>
  );
}
