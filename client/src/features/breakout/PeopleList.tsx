import { EllipsisVertical, GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type DropItem, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
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

interface Props {
  /** The name of the list for screen readers. */
  readonly label: string;
  readonly people: readonly ListedPerson[];
  readonly empty: string;
  /** Called when people are dropped here, by mouse, finger or keyboard. */
  readonly onDrop: (ids: readonly string[]) => void;
  /** Returns the menu with the places where one person can be sent. */
  readonly moves: (id: string) => readonly MenuGroup[];
}

const dragType = 'plenum-person';

async function idsOf(items: readonly DropItem[]): Promise<string[]> {
  const texts = items.map(async (item) => {
    return item.kind === 'text' && item.types.has(dragType) ? item.getText(dragType) : '';
  });
  return (await Promise.all(texts)).filter((id) => id !== '');
}

/** People who can be dragged from one list to another, or sent by a menu; both work by keyboard. */
export function PeopleList({ label, people, empty, onDrop, moves }: Props) {
  const { t } = useTranslation();
  const nameOf = (key: unknown) => people.find(({ id }) => id === key)?.name ?? '';
  const take = (items: readonly DropItem[]) => void idsOf(items).then((ids) => ids.length > 0 && onDrop(ids));
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [dragType]: String(key), 'text/plain': nameOf(key) })),
    acceptedDragTypes: [dragType],
    getDropOperation: () => 'move',
    onInsert: ({ items }) => take(items),
    onRootDrop: ({ items }) => take(items),
  });
  return (
    <GridList
      aria-label={label}
      items={people}
      // A row is kept while its person is the same object; its menu names rooms, which are renamed.
      dependencies={[moves]}
      selectionMode="multiple"
      selectionBehavior="replace"
      dragAndDropHooks={dragAndDropHooks}
      renderEmptyState={() => <p className="px-2 py-2.5 text-sm text-dim">{empty}</p>}
      className="min-h-11 rounded-control outline-none data-drop-target:bg-accent-soft data-focus-visible:outline-3 data-focus-visible:outline-(--ring)"
    >
      {(person) => (
        <GridListItem
          id={person.id}
          textValue={person.name}
          className="flex min-h-11 items-center gap-2 rounded-control pl-1 -outline-offset-2 data-dragging:opacity-50 data-selected:bg-raised"
        >
          <AriaButton
            slot="drag"
            aria-label={t('breakout.drag', { name: person.name })}
            className="grid min-h-11 w-6 shrink-0 cursor-grab place-items-center rounded-control text-dim"
          >
            <GripVertical aria-hidden="true" className="size-4" />
          </AriaButton>
          <Avatar id={person.id} name={person.name} size="28px" />
          <bdi className="min-w-0 flex-1 truncate">{person.name}</bdi>
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
