import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Member } from './Member.ts';
import type { Channel, Frame, Line } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { Slices } from './Slices.ts';
import type { States } from './states.ts';

interface TellerOptions {
  readonly slices: Slices;
  readonly channel: Channel;
  readonly members: ReadonlyMap<MemberId, Member>;
}

/** What everybody had been told before a commit, and what holds after it. */
export interface Change {
  readonly before: States;
  readonly after: States;
}

/** True for an event that each member is told in a form of their own. */
export function isPersonal(slices: ReadonlyMap<string, AnySlice>, { feature, event }: LogEntry): boolean {
  return slices.get(feature)?.reducer.contract.events[event]?.personal === true;
}

/** Says what has happened to those who may hear it. */
export class Teller {
  readonly #options: TellerOptions;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  /** Committed events, to each member in the form that is for them. */
  tell(entries: readonly LogEntry[], { before, after }: Change): void {
    const personal = new Set(
      entries.filter((entry) => isPersonal(this.#options.slices.byName, entry)).map(({ feature }) => feature),
    );
    const states: Record<string, unknown> = personal.size === 0 ? {} : { ...before };
    for (const entry of entries) {
      const { feature, event, payload, to, seq, at } = entry;
      const frame: Frame = { name: `${feature}:${event}`, payload, meta: { seq, at } };
      const reducer = personal.has(feature) ? this.#options.slices.get(feature)?.reducer : undefined;
      const [was, is] = [states[feature], reducer?.reduce(states[feature], event, payload, { seq, at })];
      if (reducer) states[feature] = is;
      if (reducer && isPersonal(this.#options.slices.byName, entry)) {
        this.#tellEach(frame, to ?? [...this.#options.slices.seats(after).keys()], (id) =>
          reducer.tell(event, was, is, id),
        );
      } else this.send(frame, to);
    }
  }

  /** To everybody inside, or to these members. */
  send(frame: Frame, to: readonly MemberId[] | undefined): void {
    if (to === undefined) return this.#options.channel.send(frame);
    this.#sendTo(
      to.flatMap((id) => this.#options.members.get(id)?.line ?? []),
      frame,
    );
  }

  /** The same payload goes out once for all who are told it. */
  #tellEach(frame: Frame, to: readonly MemberId[], toldTo: (member: MemberId) => unknown): void {
    const groups = new Map<unknown, Line[]>();
    for (const id of to) {
      const line = this.#options.members.get(id)?.line;
      const told = line && toldTo(id);
      if (!line || told === undefined) continue;
      const lines = groups.get(told);
      if (lines) lines.push(line);
      else groups.set(told, [line]);
    }
    for (const [payload, lines] of groups) this.#sendTo(lines, { ...frame, payload });
  }

  #sendTo(lines: readonly Line[], frame: Frame): void {
    const [first, ...others] = lines;
    if (others.length > 0) this.#options.channel.send(frame, lines);
    else first?.send(frame);
  }
}
