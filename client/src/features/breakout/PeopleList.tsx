import { EllipsisVertical, GripVertical } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  Button as AriaButton,
  type DropItem,
  GridList,
  GridListItem,
  type Selection,
  useDragAndDrop,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';

/** One person in a list; a person without an id is known by name only and cannot be moved. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string;
  readonly marks?: ReactNode;
}

/** The people chosen in several lists, who move together. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

interface Props {
  /** The name of the list for screen readers. */
  readonly label: string;
  readonly people: readonly ListedPerson[];
  readonly empty: string;
  /** Called when people are dropped here, by mouse, finger or keyboard. */
  readonly onDrop: (ids: readonly string[]) => void;
  /** Returns the menu with the places where one person can be sent. */
  readonly moves: (id: string) => readonly MenuGroup[];
  /** Left out: the list has a choice of its own. */
  readonly choice?: Choice;
}

const dragType = 'plenum-person';

async function idsOf(items: readonly DropItem[]): Promise<string[]> {
  const texts = items.map(async (item) => {
    return item.kind === 'text' && item.types.has(dragType) ? item.getText(dragType) : '';
  });
  return (await Promise.all(texts)).filter((id) => id !== '');
}

/** People who can be dragged from one list to another, or sent by a menu; both work by keyboard. */
export function PeopleList({ label, people, empty, onDrop, moves, choice }: Props) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const take = (items: readonly DropItem[]) => void idsOf(items).then((ids) => ids.length > 0 && onDrop(ids));
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => {
      const ids = [...keys].map(String);
      const all = choice && ids.some((id) => choice.chosen.has(id)) ? new Set([...ids, ...choice.chosen]) : ids;
      return [...all].map((id) => ({ [dragType]: id, 'text/plain': people.find((one) => one.id === id)?.name ?? '' }));
    },
    acceptedDragTypes: [dragType],
    getDropOperation: () => 'move',
    // The names have an order of their own, so a list is one place and has none between its rows.
    onRootDrop: ({ items }) => {
      setOver(false);
      take(items);
    },
    onDropEnter: () => setOver(true),
    onDropExit: () => setOver(false),
  });
  return (
    <GridList
      aria-label={label}
      items={people}
      // A row is kept while its person is the same object; its menu names rooms, which are renamed.
      dependencies={[moves]}
      selectionMode="multiple"
      {...selectionOf(people, choice)}
      dragAndDropHooks={dragAndDropHooks}
      renderEmptyState={() => <p className="px-2 py-2.5 text-sm text-dim">{isOver ? t('breakout.dropNow') : empty}</p>}
      className="min-h-11 flex-1 rounded-control outline-none data-drop-target:bg-accent-soft data-drop-target:outline-2 data-drop-target:-outline-offset-2 data-drop-target:outline-accent-text data-focus-visible:outline-3 data-focus-visible:-outline-offset-3 data-focus-visible:outline-(--ring)"
    >
      {(person) => (
        <GridListItem
          id={person.id}
          textValue={person.name}
          className="flex min-h-11 items-center gap-2 rounded-control pl-1 -outline-offset-2 data-dragging:opacity-50 data-selected:bg-accent-soft data-selected:not-data-focus-visible:outline-2 data-selected:not-data-focus-visible:outline-accent-text"
        >
          <AriaButton
            slot="drag"
            aria-label={t('breakout.drag', { name: person.name })}
            className="grid min-h-11 w-6 shrink-0 cursor-grab place-items-center rounded-control text-dim"
          >
            <GripVertical aria-hidden="true" className="size-4" />
          </AriaButton>
          <Avatar id={person.id} name={person.name} size="28px" />
          {/* In its own direction, so that a name that is cut keeps its beginning; all names begin at the same edge. */}
          <span dir="auto" className="min-w-0 flex-1 truncate text-left">
            {person.name}
          </span>
          {person.marks}
          <Menu
            label={t('breakout.move', { name: person.name })}
            groups={moves(person.id)}
            trigger={
              <Button look="quiet" square aria-label={t('breakout.move', { name: person.name })}>
                <EllipsisVertical aria-hidden="true" className="size-4" />
              </Button>
            }
          />
        </GridListItem>
      )}
    </GridList>
  );
}

/** The part of a choice in this list; people who are chosen in other lists stay chosen. */
function selectionOf(people: readonly ListedPerson[], choice: Choice | undefined) {
  if (!choice) return { selectionBehavior: 'replace' as const };
  const ids = people.map(({ id }) => id);
  return {
    selectedKeys: ids.filter((id) => choice.chosen.has(id)),
    onSelectionChange: (keys: Selection) => {
      const others = [...choice.chosen].filter((id) => !ids.includes(id));
      const mine = keys === 'all' ? ids : [...keys].map(String);
      choice.onChoose(new Set([...others, ...mine]));
    },
  };
}
