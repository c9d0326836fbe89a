import { withoutAccents } from '@plenum/shared/core/compare';
import { countAlike } from '@plenum/shared/core/likeness';
import { hand } from '@plenum/shared/features/hand/contract';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { ArrowDownUp, Link2, Search, X } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Virtualizer } from 'virtua';
import { usePeople } from '../../app/meeting/stage/people.ts';
import { useInvite } from '../../app/meeting/dialogs/useInvite.ts';
import { takeFocusWish } from '../../app/meeting/panel/panels.ts';
import { usePreference } from '../../app/preferences/preferences.ts';
import { useMeeting } from '../../app/session.ts';
import { useFeatures, useIsRecorded } from '../../app/house.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { useSize } from '../../ui/useSize.ts';
import { ordered, peopleOrders } from './order.ts';
import { Person } from './Person.tsx';

const searchFrom = 9;
const orderFrom = 3;
const virtualFrom = 60;

/** All members of the room, in the order that this person chose. */
export function PeoplePanel() {
  const { t } = useTranslation();
  const people = useOrdered();
  const invite = useInvite();
  const [query, setQuery] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus();
  }, []);
  const found = matching(people, query);
  const byArrival = usePeople();
  const alike = useMemo(() => countAlike(byArrival), [byArrival]);
  const features = useFeatures();
  const recorded = useIsRecorded();
  const sees = useMeeting(({ me }) => me.abilities.includes('memberSee')) || recorded;
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const { height } = useSize(top);
  return (
    // One scroller for all: in a low window the tools and the door take more room than there is.
    <div ref={scroller} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div ref={top} className="shrink-0">
        {features.map(({ name, PeopleTop }) => PeopleTop && <PeopleTop key={name} />)}
        <div className="flex flex-col gap-2 px-3 pt-1 pb-2">
          <div className="flex min-h-11 items-center justify-between gap-2">
            <h2 ref={heading} tabIndex={-1} className="px-1 font-bold outline-none">
              {t('people.count', { count: people.length })}
            </h2>
            {people.length >= orderFrom && <OrderMenu />}
          </div>
          {people.length >= searchFrom && <SearchBox query={query} onChange={setQuery} />}
        </div>
        {!sees && <p className="px-4 pb-2 text-dim">{t('people.hidden')}</p>}
        {found.length === 0 && <p className="px-4 text-dim">{t('people.noMatch', { query })}</p>}
      </div>
      <Rows className="flex-1 px-1.5">
        <List people={found} alike={alike} scroller={scroller} above={height} />
      </Rows>
      {!recorded && (
        <div className="shrink-0 border-t border-line bg-surface p-3 [@media(min-height:35em)]:sticky [@media(min-height:35em)]:bottom-0">
          <Button wide onPress={invite}>
            <Link2 aria-hidden="true" className="size-5" />
            {t('meeting.invite')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** All members, in the order that this person chose. */
function useOrdered(): readonly PresentMember[] {
  const { i18n } = useTranslation();
  const people = usePeople();
  const me = useMeeting((state) => state.me.id);
  const queue = useMeeting((state) => stateOf(state, hand).queue);
  const [order] = usePreference('peopleOrder');
  return useMemo(
    () => ordered(people, { order, me, hands: queue.map(({ member }) => member), language: i18n.language }),
    [people, me, queue, order, i18n.language],
  );
}

function OrderMenu() {
  const { t } = useTranslation();
  const [order, setOrder] = usePreference('peopleOrder');
  const label = t('people.order.title');
  const entries = peopleOrders.map((id) => ({ id, label: t(`people.order.${id}`), run: () => setOrder(id) }));
  return (
    <Menu
      label={label}
      groups={[{ id: 'order', title: label, chosen: order, entries }]}
      trigger={
        <Button look="quiet" square aria-label={label}>
          <ArrowDownUp aria-hidden="true" className="size-5" />
        </Button>
      }
    />
  );
}

interface ListProps {
  readonly people: readonly PresentMember[];
  readonly alike: ReadonlyMap<string, number>;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The height above the rows in the scroller, in px. */
  readonly above: number;
}

/** The rows of the list; of a long list the page contains only the visible ones. */
function List({ people, alike, scroller, above }: ListProps) {
  const rows = people.map((member) => <Person key={member.id} member={member} alike={alike.get(member.id)} />);
  if (people.length > virtualFrom) {
    return (
      <Virtualizer as="ul" item="li" scrollRef={scroller} startMargin={above}>
        {rows}
      </Virtualizer>
    );
  }
  return (
    <ul>
      {people.map((member, index) => (
        <li key={member.id}>{rows[index]}</li>
      ))}
    </ul>
  );
}

/** Returns the people whose name contains the query, without regard to accents and capitals. */
export function matching(people: readonly PresentMember[], query: string): readonly PresentMember[] {
  const wanted = withoutAccents(query);
  return wanted === '' ? people : people.filter(({ name }) => withoutAccents(name).includes(wanted));
}

function SearchBox({ query, onChange }: { readonly query: string; readonly onChange: (query: string) => void }) {
  const { t } = useTranslation();
  return (
    <SearchField aria-label={t('people.search')} value={query} onChange={onChange} className="relative">
      <Search aria-hidden="true" className="pointer-events-none absolute top-3 left-3 size-5 text-dim" />
      <Input
        placeholder={t('people.search')}
        className="min-h-11 w-full rounded-control border border-edge bg-ground pr-11 pl-10 [&::-webkit-search-cancel-button]:hidden"
      />
      {query !== '' && (
        <AriaButton
          aria-label={t('people.clearSearch')}
          className="absolute top-0 right-0 grid size-11 place-items-center rounded-control"
        >
          <X aria-hidden="true" className="size-4" />
        </AriaButton>
      )}
    </SearchField>
  );
}
