import { conceal, hasNames, membersIn } from '@plenum/shared/core/conceal';
import type { Schema } from '@plenum/shared/core/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Refresh } from '@plenum/shared/core/wire';
import { Aliases } from './Aliases.ts';
import type { Frame } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { States } from './states.ts';

/** Which members each member may know, in one state of the room. */
export interface Knowing {
  /** The members whom everybody may know. */
  readonly shown: ReadonlySet<MemberId>;
  readonly hidesSome: boolean;
  knowsAll(viewer: MemberId): boolean;
  knows(viewer: MemberId, other: MemberId): boolean;
}

/** The rules of who may know whom, from the feature that keeps the members. */
export interface Acquaintance {
  knowingIn(states: States): Knowing;
  /** True when an entry may change whom some member knows; `knowsAll` says whether this member knows everybody now. */
  mayChangeKnowing(entry: LogEntry, knowsAll: boolean): boolean;
  /** The name of the feature that addresses its own events and views. */
  readonly addressesItself: string;
}

interface TellingOptions {
  readonly slices: ReadonlyMap<string, AnySlice>;
  readonly acquaintance: Acquaintance;
  readonly newId: () => string;
}

/** The frame in the form for one member; undefined when the member does not get it. */
export type ToldTo = (member: MemberId) => Frame | undefined;

const nobody: ReadonlySet<MemberId> = new Set();

/** The new ids of people in one feature, for members who knew or know the same people. */
interface Renaming {
  readonly was: Knowing;
  readonly is: Knowing;
  readonly knewAll: boolean;
  readonly knowsAll: boolean;
  readonly ids: Readonly<Record<MemberId, MemberId>>;
}

/**
 * Decides what each member gets of an event, a state and an answer. A member who may not know another gets an alias in
 * place of the id, a different one in each feature, so that the acts of a person in two features cannot be linked.
 */
export class Telling {
  readonly #options: TellingOptions;
  readonly #aliases: Aliases;
  readonly #membersIn = new WeakMap<object, ReadonlySet<MemberId>>();
  /** States in the form for members whom they do not name. */
  readonly #concealed = new WeakMap<object, { readonly by: Knowing; readonly value: unknown }>();

  readonly #renamings = new WeakMap<ReadonlySet<MemberId>, Renaming>();

  constructor(options: TellingOptions) {
    this.#options = options;
    this.#aliases = new Aliases(options.newId);
  }

  /** Which members each member may know in these states. */
  knowingIn(states: States): Knowing {
    return this.#options.acquaintance.knowingIn(states);
  }

  /** The id under which one feature names `other` to `viewer`. */
  idFor(viewer: MemberId, feature: string, other: MemberId, states: States): MemberId {
    return this.#aliasFor(feature, viewer, other, this.knowingIn(states)) ?? other;
  }

  /** The view of a feature for one member. */
  view({ name, reducer }: AnySlice, states: States, member: MemberId): unknown {
    return this.value(name, reducer.contract.state, reducer.view(states[name], member), { states, member });
  }

  /** A value of a feature in the form for one member; `schema` says where ids of members stand. */
  value(feature: string, schema: Schema, value: unknown, to: { states: States; member: MemberId }): unknown {
    const knowing = this.knowingIn(to.states);
    if (this.#isAddressed(feature) || knowing.knowsAll(to.member)) return value;
    const isAbout = this.#members(schema, value).has(to.member);
    if (isAbout || value === null || typeof value !== 'object') {
      return conceal(schema, value, (id) => this.#aliasFor(feature, to.member, id, knowing));
    }
    const known = this.#concealed.get(value);
    if (known?.by === knowing) return known.value;
    const concealed = conceal(schema, value, (id) => this.#aliasFor(feature, to.member, id, knowing));
    this.#concealed.set(value, { by: knowing, value: concealed });
    return concealed;
  }

  /** The form of an event for each member; undefined when all members get the same. */
  apart(frame: Frame, states: States): ToldTo | undefined {
    const [feature = '', event = ''] = frame.name.split(':', 2);
    const { reducer } = this.#options.slices.get(feature) ?? {};
    const schema = reducer?.contract.events[event]?.payload;
    if (!reducer || !schema) return undefined;
    if (this.#aliases.isDue) this.#forgetGone(states);
    const knowing = this.knowingIn(states);
    const isHiding = knowing.hidesSome && !this.#isAddressed(feature);
    const named = isHiding ? this.#members(schema, frame.payload) : nobody;
    const namesStrangers = [...named].some((id) => !knowing.shown.has(id));
    if (!namesStrangers && !reducer.isToldApart(event)) return undefined;
    return (member) => {
      const payload = reducer.told(states[feature], event, frame.payload, member);
      if (payload === undefined) return undefined;
      return { ...frame, payload: this.value(feature, schema, payload, { states, member }) };
    };
  }

  /** True when members who wait outside may get this event. */
  reachesOutside({ name }: Frame): boolean {
    return this.#options.slices.get(name.split(':', 1)[0] ?? '')?.handlers.door?.waits !== undefined;
  }

  /** True for an event after which its receivers get a whole new view of the feature. */
  isTurning({ feature, event }: Pick<LogEntry, 'feature' | 'event'>): boolean {
    return this.#options.slices.get(feature)?.reducer.turning.includes(event) ?? false;
  }

  /** True when a member who missed this entry needs a snapshot, because events alone no longer lead to the state. */
  breaksOff(entry: LogEntry, states: States, member: MemberId): boolean {
    const { acquaintance } = this.#options;
    const { momentary = [] } = this.#options.slices.get(entry.feature)?.reducer ?? {};
    return (
      momentary.includes(entry.event) ||
      this.isTurning(entry) ||
      acquaintance.mayChangeKnowing(entry, acquaintance.knowingIn(states).knowsAll(member))
    );
  }

  /**
   * What a member must get before the events of a commit that changes whom they may know: in each feature that names such
   * people, their new ids; and the names of people whom the member may know from now on.
   * @param seq of the entry before the first one of the commit
   */
  renaming(member: MemberId, { before, after }: { before: States; after: States }, seq: number): Refresh | undefined {
    const [was, is] = [this.knowingIn(before), this.knowingIn(after)];
    if (was === is || knowsTheSame(member, was, is)) return undefined;
    const states: Refresh['states'] = {};
    const renamed: Refresh['renamed'] = {};
    for (const slice of this.#options.slices.values()) {
      const { name, reducer } = slice;
      if (this.#isAddressed(name)) continue;
      const named = this.#namedTo(member, slice, before);
      const ids = this.#renamed(name, named, member, [was, is]);
      if (Object.keys(ids).length === 0) continue;
      renamed[name] = ids;
      if (!hasNames(reducer.contract.state)) continue;
      // The state before the commit, under the knowledge after it: the events that follow use the same ids.
      if (is.knowsAll(member) || [...named].some((id) => !was.knows(member, id) && is.knows(member, id))) {
        states[name] = this.#part(slice, { ...after, [name]: before[name] }, member);
      }
    }
    return Object.keys(renamed).length > 0 ? { seq, states, renamed } : undefined;
  }

  /** The whole new views of these features for a member. */
  turning(member: MemberId, features: ReadonlySet<string>, states: States, seq: number): Refresh {
    const turned = [...features].flatMap((name) => this.#options.slices.get(name) ?? []);
    const parts = turned.map((slice) => [slice.name, this.#part(slice, states, member)] as const);
    return { seq, states: Object.fromEntries(parts), renamed: {} };
  }

  /** All members whom a feature names to this one. */
  #namedTo(member: MemberId, { name, reducer }: AnySlice, states: States): ReadonlySet<MemberId> {
    const { state: schema } = reducer.contract;
    const seen = this.#members(schema, reducer.view(withoutBulk(reducer, states[name]), member));
    return reducer.bulky.length > 0 ? new Set([...seen, ...this.#members(schema, states[name])]) : seen;
  }

  /** The new ids of people who had other ids before. The same for all members who knew and know the same people. */
  #renamed(
    feature: string,
    named: ReadonlySet<MemberId>,
    member: MemberId,
    [was, is]: readonly [Knowing, Knowing],
  ): Readonly<Record<MemberId, MemberId>> {
    const change = { was, is, knewAll: was.knowsAll(member), knowsAll: is.knowsAll(member) };
    const before = this.#renamings.get(named);
    const isShared =
      before?.was === was &&
      before.is === is &&
      before.knewAll === change.knewAll &&
      before.knowsAll === change.knowsAll;
    const ids = isShared ? before.ids : renamings(named, change, (id) => this.#alias(feature, id));
    if (!isShared) this.#renamings.set(named, { ...change, ids });
    if (!named.has(member)) return ids;
    return Object.fromEntries(Object.entries(ids).filter(([from, to]) => from !== member && to !== member));
  }

  /** The view of a feature without its bulky parts. */
  #part({ name, reducer }: AnySlice, states: States, member: MemberId): Record<string, unknown> {
    const seen = reducer.view(withoutBulk(reducer, states[name]), member);
    const told = this.value(name, reducer.contract.state, seen, { states, member });
    return Object.fromEntries(Object.entries(told ?? {}).filter(([key]) => !reducer.bulky.includes(key)));
  }

  #isAddressed(feature: string): boolean {
    return feature === this.#options.acquaintance.addressesItself;
  }

  #members(schema: Schema, value: unknown): ReadonlySet<MemberId> {
    if (value === null || typeof value !== 'object') return membersIn(schema, value);
    const known = this.#membersIn.get(value) ?? membersIn(schema, value);
    this.#membersIn.set(value, known);
    return known;
  }

  #aliasFor(feature: string, viewer: MemberId, other: MemberId, knowing: Knowing): MemberId | undefined {
    return knowing.knows(viewer, other) || this.#aliases.has(other) ? undefined : this.#alias(feature, other);
  }

  #alias(feature: string, member: MemberId): MemberId {
    return this.#aliases.of(feature, member);
  }

  #forgetGone(states: States): void {
    const namedBy = (feature: string) => {
      const { state: schema } = this.#options.slices.get(feature)?.reducer.contract ?? {};
      return schema ? this.#members(schema, states[feature]) : nobody;
    };
    const here = namedBy(this.#options.acquaintance.addressesItself);
    this.#aliases.forget((feature, member) => here.has(member) || namedBy(feature).has(member));
  }
}

function knowsTheSame(member: MemberId, was: Knowing, is: Knowing): boolean {
  if (was.knowsAll(member) !== is.knowsAll(member)) return false;
  return is.knowsAll(member) || (was.shown.size === is.shown.size && [...was.shown].every((id) => is.shown.has(id)));
}

function renamings(named: Iterable<MemberId>, change: Omit<Renaming, 'ids'>, alias: (id: MemberId) => MemberId) {
  const { was, is, knewAll } = change;
  const ids: Record<MemberId, MemberId> = {};
  for (const id of named) {
    const knew = knewAll || was.shown.has(id);
    const knows = change.knowsAll || is.shown.has(id);
    if (knew && !knows) ids[id] = alias(id);
    else if (knows && !knew) ids[alias(id)] = id;
  }
  return ids;
}

function withoutBulk({ bulky, initial }: AnySlice['reducer'], state: unknown): unknown {
  if (bulky.length === 0) return state;
  const empty = Object.entries(initial ?? {}).filter(([key]) => bulky.includes(key));
  return Object.assign({}, state, Object.fromEntries(empty));
}
