import { aside } from '@plenum/shared/core/aside';
import { DoorOpen, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../../app/meeting/panel/panels.ts';
import { useSheet } from '../../../app/meeting/panel/useSheet.ts';
import { useHome } from '../../../app/stayContext.ts';
import { Button } from '../../../ui/Button.tsx';
import type { MenuEntry, MenuGroup } from '../../../ui/Menu.tsx';
import { useEverybody } from '../useBreakout.ts';
import type { Choice } from '../PeopleList.tsx';
import { PlanOptions } from './PlanOptions.tsx';
import { PlanPeople } from './PlanPeople.tsx';
import { type Planning, usePlanning } from './planning.ts';
import { planDeskOf } from './planDesk.ts';
import { PlanRoom } from './PlanRoom.tsx';
import { PlanTools } from './PlanTools.tsx';
import { PlansDialog } from './PlansDialog.tsx';

const noOne: ReadonlySet<string> = new Set();

/** The window with the plan: people without a room beside all rooms. Every change is saved at once, for all who manage rooms. */
export function PlanWindow() {
  const desk = planDeskOf(useHome());
  const planning = usePlanning();
  const close = () => desk.setState({ open: false });
  useSheet(true, close);
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(next) => !next && close()}
      isDismissable
      className="animate-fade fixed inset-0 z-50 grid grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] place-items-center bg-black/55 lg:p-6"
    >
      <Modal className="animate-rise h-full w-full lg:max-h-225 lg:max-w-350">
        <AriaDialog className="flex h-full flex-col bg-surface text-text shadow-float outline-none lg:rounded-tile lg:border lg:border-line">
          {planning && <Plan planning={planning} onClose={close} />}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function Plan({ planning, onClose }: { readonly planning: Planning; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const everybody = useEverybody();
  const { draft } = planning;
  const people = Object.values(everybody).toSorted((one, other) => one.name.localeCompare(other.name));
  const inRoom = (key: string | undefined) => people.filter(({ id }) => draft.assigned[id] === key);
  const { chosen, choice, send, forgetMoved } = useChoice(planning);
  const moves = (id: string) => movesOf(chosen.has(id) ? chosen : new Set([id]));
  const movesOf = (ids: ReadonlySet<string>): readonly MenuGroup[] => {
    const places = new Set([...ids].map((id) => draft.assigned[id]));
    const [only] = places.size === 1 ? places : [];
    const rooms = draft.rooms.map(({ key, name }) => ({ id: key, label: name, run: () => send(ids, key) }));
    const none: MenuEntry = { id: 'none', label: t('breakout.intoNone'), run: () => send(ids, undefined) };
    const title = ids.size > 1 ? t('breakout.moveMany', { count: ids.size }) : t('breakout.moveTo');
    return [
      { id: 'rooms', title, chosen: only, entries: rooms },
      { id: 'none', entries: places.size === 1 && only === undefined ? [] : [none] },
    ];
  };
  const onKey = (event: KeyboardEvent) => {
    forgetMoved();
    if (chosen.size === 0 || isWriting(event.target)) return;
    const number = numberOf(event);
    const room = number === undefined ? undefined : draft.rooms[number - 1];
    if (event.key !== 'Escape' && !room) return;
    event.preventDefault();
    event.stopPropagation();
    if (room) send(chosen, room.key);
    else choice.onChoose(noOne);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- numbers and Escape act from anything inside.
    <div onKeyDownCapture={onKey} onPointerDownCapture={forgetMoved} className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 pr-2 pl-4">
        <Heading slot="title" className="text-lg font-bold">
          {t('breakout.entry')}
        </Heading>
        <span className="flex-1 text-dim tabular">{t('breakout.people', { count: people.length })}</span>
        <div className="order-last w-full sm:order-none sm:w-auto">
          <PlanTools planning={planning} />
        </div>
        <Button look="quiet" square aria-label={t('app.close')} onPress={onClose}>
          <X aria-hidden="true" className="size-5" />
        </Button>
      </div>
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <PlanPeople
          people={inRoom(undefined)}
          rooms={draft.rooms.length}
          choice={choice}
          chosen={chosen.size}
          moves={moves}
          chosenMoves={movesOf(chosen)}
          onDrop={(ids) => send(ids, undefined)}
        />
        <div className="min-h-0 flex-1 overflow-y-auto p-3">
          <div className="grid min-h-full auto-rows-[minmax(9rem,auto)] grid-cols-[repeat(auto-fit,minmax(min(100%,15rem),1fr))] gap-3 xl:grid-cols-[repeat(auto-fit,minmax(17rem,1fr))]">
            {draft.rooms.map((room, index) => (
              <PlanRoom
                key={room.key}
                room={room}
                number={index + 1}
                planning={planning}
                people={inRoom(room.key)}
                choice={choice}
                moves={moves}
                onDrop={(ids) => send(ids, room.key)}
              />
            ))}
          </div>
        </div>
      </div>
      <Foot planning={planning} />
    </div>
  );
}

interface Chosen {
  /** The people who move next. */
  readonly chosen: ReadonlySet<string>;
  /** What the lists show as chosen: also those who came by the last drop, until the person begins to do something else. */
  readonly choice: Choice;
  /** Sends people to a room, or to none; they are chosen no more. */
  readonly send: (ids: Iterable<string>, room: string | undefined) => void;
  /** Ends the mark of those who came by the last drop. */
  readonly forgetMoved: () => void;
}

/** The people who are chosen in all lists of the plan. */
function useChoice(planning: Planning): Chosen {
  const everybody = useEverybody();
  const [marked, setMarked] = useState(noOne);
  const [moved, setMoved] = useState(noOne);
  // A list chooses by itself whom it gets by a drop; without this they would move again with the next people.
  const chosen = new Set([...marked].filter((id) => Object.hasOwn(everybody, id) && !moved.has(id)));
  const send = (ids: Iterable<string>, room: string | undefined) => {
    const members = [...ids];
    setMoved(new Set(members));
    setMarked(noOne);
    aside(planning.assign(members, room));
  };
  const forgetMoved = () => {
    if (moved.size === 0) return;
    setMarked(chosen);
    setMoved(noOne);
  };
  return { chosen, choice: { chosen: marked, onChoose: setMarked }, send, forgetMoved };
}

function Foot({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [saving, setSaving] = useState(false);
  const open = async () => {
    if (busy) return;
    setBusy(true);
    const done = await planning.open();
    setBusy(false);
    // The board takes the place of the plan.
    if (done) openPanel('breakout');
  };
  return (
    <div className="flex flex-wrap items-end gap-2 border-t border-line p-3 lg:flex-nowrap">
      <PlanOptions planning={planning} />
      <div className="ml-auto flex grow flex-wrap justify-end gap-2 sm:grow-0 sm:flex-nowrap lg:shrink-0">
        <Button onPress={() => setSaving(true)}>{t('breakout.savePlan')}</Button>
        <div className="flex grow">
          <Button look="primary" wide busy={busy} onPress={() => void open()}>
            <DoorOpen aria-hidden="true" className="size-5" />
            {t('breakout.open', { count: planning.draft.rooms.length })}
          </Button>
        </div>
      </div>
      <PlansDialog open={saving} onClose={() => setSaving(false)} planning={planning} />
    </div>
  );
}

/** The number of the key from 1 to 9, by its place on the keyboard: some layouts need Shift for a digit. */
function numberOf(event: KeyboardEvent): number | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return undefined;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  return digit === undefined ? undefined : Number(digit);
}

/** True in a field, and in a menu, list or question over the plan. */
function isWriting(target: EventTarget): boolean {
  return !(target instanceof Element) || target.closest('input, textarea, [role="menu"], [role="listbox"]') !== null;
}
