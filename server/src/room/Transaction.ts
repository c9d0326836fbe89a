import type { Role } from '@plenum/shared/core/abilities';
import { assertNever } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { BoxChanges, LogEntry } from '@plenum/shared/core/log';
import { versionOfEvent } from '@plenum/shared/core/versions';
import type { Fleeting } from './Gatherer.ts';
import type { FamilyErrand, Relatives } from './family.ts';
import { type AnySlice, type CommandContext, type MemberView, nobody } from './serve.ts';
import type { Slices } from './Slices.ts';
import type { States } from './states.ts';

interface TransactionOptions {
  readonly room: RoomId;
  readonly slices: Slices;
  readonly states: States;
  /** Sequence number of the last event before this transaction. */
  readonly seq: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly hasSeatFor: (role: Role, states: States) => boolean;
  readonly knows: (states: States, viewer: MemberId, other: MemberId) => boolean;
  readonly family: Pick<Relatives, 'parent' | 'pass'>;
  readonly by?: MemberId | undefined;
  readonly key?: CommandKey | undefined;
}

/** How many facts may cause each other in a row before it must be a circle. */
const maxDepth = 8;

/** The name of a box in the log: each feature has its own boxes. */
export function boxOf(slice: AnySlice, box: string): string {
  return `${slice.name}:${box}`;
}

/** The effects of one command or fact on a room, held back until the whole of it has succeeded. */
export class Transaction {
  readonly #options: TransactionOptions;
  readonly #entries: LogEntry[] = [];
  readonly volatile: Fleeting[] = [];
  readonly #dropped: { box: string; value: unknown }[] = [];
  readonly #emptied: string[] = [];
  /** The boxes to read once this transaction is durable. */
  readonly opened: { readonly slice: AnySlice; readonly box: string }[] = [];
  /** The errands to other rooms that start once this transaction is durable. */
  readonly errands: { readonly feature: string; readonly errand: FamilyErrand }[] = [];
  #states: States;
  #sealed: LogEntry[] | undefined;
  #depth = 0;

  constructor(options: TransactionOptions) {
    this.#options = options;
    this.#states = options.states;
  }

  get states(): States {
    return this.#states;
  }

  /** The changes of boxes; undefined when there are none. */
  get boxes(): BoxChanges | undefined {
    const [dropped, emptied] = [this.#dropped, this.#emptied];
    return dropped.length + emptied.length > 0 ? { dropped, emptied } : undefined;
  }

  /** Seals the transaction and returns its durable events in order; the first one carries the command's key and reply. */
  entries(reply: unknown): readonly LogEntry[] {
    const { key } = this.#options;
    if (this.#entries.length === 0 && this.boxes) throw new Error('A box changes only together with an event.');
    this.#sealed ??= this.#entries.map((entry, index) =>
      index === 0 && key !== undefined ? { ...entry, key, reply } : entry,
    );
    return this.#sealed;
  }

  /** The context for a feature's handler in this transaction. @param member the caller, for the handler of a command */
  contextOf(slice: AnySlice, member: MemberView = nobody): CommandContext {
    const states = () => this.#states;
    const { room, slices, knows, hasSeatFor, now, newId } = this.#options;
    return {
      room,
      member,
      get state() {
        return states()[slice.name];
      },
      get members() {
        return slices.members(states());
      },
      find: (id) => slices.find(id, states()),
      hasSeatFor: (role) => hasSeatFor(role, states()),
      knows: (viewer, other) => knows(states(), viewer, other),
      now,
      newId,
      rooms: this.#relativesOf(slice.name),
      emit: (event, payload, options) => this.#emit(slice, event, payload, options?.to),
      drop: (box, value) => void this.#dropped.push({ box: boxOf(slice, box), value }),
      openBox: (box) => void this.opened.push({ slice, box }),
      emptyBox: (box) => void this.#emptied.push(boxOf(slice, box)),
    };
  }

  #relativesOf(feature: string): Relatives {
    const later = (errand: FamilyErrand) => void this.errands.push({ feature, errand });
    return {
      ...this.#options.family,
      open: (child, luggage = {}) => later({ type: 'open', child, luggage }),
      close: (child) => later({ type: 'close', child }),
      tell: (room, fact) => later({ type: 'tell', room, fact, isCopy: false }),
      tellCopy: (room, fact) => later({ type: 'tell', room, fact, isCopy: true }),
    };
  }

  #emit(slice: AnySlice, event: string, payload: unknown, to: readonly MemberId[] | undefined): void {
    const definition = slice.reducer.contract.events[event];
    if (!definition) throw new Error(`${slice.name} has no event ${event}`);
    switch (definition.kind) {
      case 'volatile':
        this.volatile.push({ name: `${slice.name}:${event}`, payload, to, gatherMs: definition.gatherMs });
        this.#tellListeners(`${slice.name}:${event}`, payload);
        return;
      case 'durable':
        this.#append(slice, event, payload, to);
        return;
      default:
        assertNever(definition.kind);
    }
  }

  #append(slice: AnySlice, event: string, payload: unknown, to: readonly MemberId[] | undefined): void {
    if (this.#sealed) throw new Error(`${slice.name}:${event} was emitted after the end of its transaction.`);
    const seq = this.#options.seq + this.#entries.length + 1;
    const at = this.#options.now();
    const { by } = this.#options;
    const before = this.#states[slice.name];
    const state = slice.reducer.reduce(before, event, payload, { seq, at });
    // A passing event records the change of a state: an event to everybody that changes nothing carries no information.
    if (state === before && to === undefined && slice.reducer.contract.passing.includes(event)) return;
    this.#entries.push({
      seq,
      at,
      feature: slice.name,
      event,
      ...versionOfEvent(slice.reducer.contract, event),
      payload,
      ...(by === undefined ? {} : { by }),
      ...(to === undefined ? {} : { to }),
    });
    this.#states = { ...this.#states, [slice.name]: state };
    this.#tellListeners(`${slice.name}:${event}`, payload);
  }

  #tellListeners(name: string, payload: unknown): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new Error(`Features cause each other's facts in a circle at ${name}`);
    for (const { slice, listener } of this.#options.slices.listenersTo(name)) {
      listener.handle(this.contextOf(slice), payload);
    }
    this.#depth -= 1;
  }
}
