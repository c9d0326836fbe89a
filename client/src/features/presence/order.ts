import type { PresentMember } from '@plenum/shared/features/presence/contract';

/** How the list of people is ordered. */
export const peopleOrders = ['name', 'hands'] as const;
type PeopleOrder = (typeof peopleOrders)[number];

interface Rules {
  readonly order: PeopleOrder;
  readonly me: string;
  /** Members with a raised hand, the first in the queue first. */
  readonly hands: readonly string[];
  /** The language whose alphabet orders the names. */
  readonly language: string;
}

/** Returns the people by name, this person first; with `hands`, raised hands come before all, in the order of the queue. */
export function ordered(people: readonly PresentMember[], rules: Rules): readonly PresentMember[] {
  const { order, me, hands, language } = rules;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const place = new Map(order === 'hands' ? hands.map((id, index) => [id, index]) : []);
  const placeOf = ({ id }: PresentMember) => place.get(id) ?? (id === me ? hands.length : hands.length + 1);
  return people.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || collator.compare(a.name, b.name) || a.joinedAt - b.joinedAt,
  );
}
