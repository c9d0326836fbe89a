import { isolated } from '@plenum/shared/core/direction';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { cx } from './cx.ts';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly hint?: ReactNode;
  /** Something new behind this entry, in a number and in words: a trigger may show it while the menu is closed. */
  readonly waits?: { readonly number: number; readonly words: string };
  /** True for an action that cannot be taken back: red, and in a group of its own at the end of the menu. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** A choice of one among several (`chosen` is set), or a list of actions. */
export interface MenuGroup {
  readonly id: string;
  readonly title?: string;
  readonly chosen?: string | undefined;
  readonly entries: readonly MenuEntry[];
}

interface Props {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly trigger: ReactElement;
  readonly placement?: 'top' | 'bottom' | 'top end' | 'bottom end' | 'top start';
  readonly onOpenChange?: (open: boolean) => void;
}

/** A menu below or above its trigger. */
export function Menu({ label, groups, trigger, placement = 'bottom end', onOpenChange }: Props) {
  const shown = dangerLast(groups.map(withOwnKeys)).filter((group) => group.entries.length > 0);
  return (
    <MenuTrigger {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <Popover
        placement={placement}
        offset={8}
        className="animate-fade max-h-[min(32rem,80dvh)] w-max max-w-[min(22rem,calc(100vw-1rem))] min-w-56 overflow-auto rounded-tile border border-line bg-surface p-1.5 text-text shadow-float"
      >
        <AriaMenu
          aria-label={label}
          className="outline-none"
          items={shown.map((group, index) => ({ ...group, first: index === 0 }))}
        >
          {(group) => <Group key={group.id} group={group} first={group.first} />}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** Entries of different groups may have the same id; of two equal keys in a menu, one entry would be missing. */
function withOwnKeys(group: MenuGroup): MenuGroup {
  const keyOf = (id: string) => `${group.id}/${id}`;
  return {
    ...group,
    chosen: group.chosen === undefined ? undefined : keyOf(group.chosen),
    entries: group.entries.map((entry) => ({ ...entry, id: keyOf(entry.id) })),
  };
}

/** Moves dangerous entries behind all others, so that a slip of the pointer does no harm. */
function dangerLast(groups: readonly MenuGroup[]): readonly MenuGroup[] {
  const isDanger = ({ danger }: MenuEntry) => danger === true;
  const dangerous = groups.flatMap(({ entries }) => entries.filter(isDanger));
  if (dangerous.length === 0) return groups;
  const others = groups.map((group) => ({ ...group, entries: group.entries.filter((entry) => !isDanger(entry)) }));
  return [...others, { id: 'danger', entries: dangerous }];
}

function Group({ group, first }: { readonly group: MenuGroup; readonly first: boolean }) {
  const choice = group.chosen !== undefined;
  return (
    <MenuSection
      // Groups and entries share one space of keys: with equal keys a group would contain itself.
      id={`group:${group.id}`}
      {...(choice ? { selectionMode: 'single', selectedKeys: [group.chosen ?? ''] } : {})}
      className={cx(!first && 'mt-1.5 border-t border-line pt-1.5')}
    >
      {group.title ? <Header className="px-3 pt-1.5 pb-1 text-sm font-bold text-dim">{group.title}</Header> : null}
      {group.entries.map((entry) => (
        <Entry key={entry.id} entry={entry} choice={choice} />
      ))}
    </MenuSection>
  );
}

function Entry({ entry, choice }: { readonly entry: MenuEntry; readonly choice: boolean }) {
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.disabled ?? false}
      onAction={entry.run}
      className={cx(
        'flex min-h-11 items-center gap-3 rounded-control px-3 py-2 -outline-offset-2 data-disabled:text-dim data-focused:bg-raised data-hovered:bg-raised',
        entry.danger && 'text-danger-text',
      )}
    >
      {({ isSelected }) => (
        <>
          {choice && (
            <Check aria-hidden="true" className={cx('size-4 shrink-0 text-accent-text', !isSelected && 'invisible')} />
          )}
          {entry.icon}
          <span className="min-w-0 flex-1">{isolated(entry.label)}</span>
          {entry.hint}
        </>
      )}
    </MenuItem>
  );
}
