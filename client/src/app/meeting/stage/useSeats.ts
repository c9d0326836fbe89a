import { useState } from 'react';
import { useMeeting } from '../../session.ts';
import { useWantedMembers } from '../../house.ts';
import { usePins } from '../../preferences/view.ts';
import type { Subject } from './people.ts';
import { seat } from './seating.ts';

export interface Seats {
  /** The tiles on the open page. */
  readonly shown: readonly Subject[];
  /** Page number, from 0. */
  readonly page: number;
  readonly pages: number;
  readonly turn: (page: number) => void;
}

/** Gives each tile a place on a page. A tile keeps its place, also while it is shown large elsewhere. */
export function useSeats(people: readonly Subject[], away: readonly string[], places: number): Seats {
  const wanted = useWantedMembers();
  const pins = usePins();
  const me = useMeeting((state) => state.me.id);
  const [order, setOrder] = useState<readonly string[]>([]);
  const [asked, turn] = useState(0);
  const perPage = Math.max(places, 1);
  const next = seat(order, { people: people.map(({ id }) => id), first: [me, ...pins], wanted, places: perPage });
  if (next !== order) setOrder(next);
  const seated = next.filter((id) => !away.includes(id));
  const pages = Math.max(1, Math.ceil(seated.length / perPage));
  const page = Math.min(asked, pages - 1);
  const shown = seated
    .slice(page * perPage, (page + 1) * perPage)
    .flatMap((id) => people.find((subject) => subject.id === id) ?? []);
  return { shown, page, pages, turn };
}
