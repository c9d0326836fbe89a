import { DoorOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { KeptButton } from '../kept/KeptButton.tsx';
import { PeopleList } from '../PeopleList.tsx';
import { PlanOptions } from './PlanOptions.tsx';
import type { Planning } from './planning.ts';
import { PlanRoom } from './PlanRoom.tsx';
import { PlanTools } from './PlanTools.tsx';
import { useEverybody } from '../useBreakout.ts';

/** The plan: rooms, people and options. Every change is saved at once, for all members who manage rooms. */
export function PlanEditor({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const everybody = useEverybody();
  const { draft, assign } = planning;
  const people = Object.values(everybody).toSorted((one, other) => one.name.localeCompare(other.name));
  const inRoom = (key: string | undefined) => people.filter(({ id }) => draft.assigned[id] === key);
  const free = inRoom(undefined);
  const moves = (id: string): readonly MenuGroup[] => [
    {
      id: 'rooms',
      title: t('breakout.moveTo'),
      chosen: draft.assigned[id],
      entries: draft.rooms.map(({ key, name }) => ({ id: key, label: name, run: () => void assign([id], key) })),
    },
    {
      id: 'none',
      entries:
        draft.assigned[id] === undefined ? [] : [noRoom(t('breakout.intoNone'), () => void assign([id], undefined))],
    },
  ];
  const open = async () => {
    if (busy) return;
    setBusy(true);
    await planning.open();
    setBusy(false);
  };
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
        <PlanTools planning={planning} />
        <section className="flex flex-col gap-1 rounded-tile border border-dashed border-line p-2">
          <h3 className="px-2 pt-1 font-bold">{t('breakout.inNone', { count: free.length })}</h3>
          <PeopleList
            label={t('breakout.inNone', { count: free.length })}
            people={free}
            empty={t('breakout.everybodyHasRoom')}
            onDrop={(ids) => void assign(ids, undefined)}
            moves={moves}
          />
        </section>
        {draft.rooms.map((room) => (
          <PlanRoom key={room.key} room={room} planning={planning} people={inRoom(room.key)} moves={moves} />
        ))}
        <PlanOptions planning={planning} />
        <KeptButton />
      </div>
      <div className="border-t border-line p-3">
        <Button look="primary" wide busy={busy} onPress={() => void open()}>
          <DoorOpen aria-hidden="true" className="size-5" />
          {t('breakout.open', { count: draft.rooms.length })}
        </Button>
      </div>
    </>
  );
}

function noRoom(label: string, run: () => void) {
  return { id: 'none', label, run };
}
