import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Refresh } from '@plenum/shared/core/wire';
import type { Member } from './Member.ts';
import { inPieces } from './inPieces.ts';
import type { Channel, Clock, Frame, Line } from './ports.ts';
import type { Slices } from './Slices.ts';
import type { Telling } from './Telling.ts';
import type { States } from './states.ts';

interface AnnouncerOptions {
  readonly slices: Slices;
  readonly members: ReadonlyMap<MemberId, Member>;
  readonly channel: Channel;
  readonly telling: Telling;
  readonly clock: Clock;
}

/** The states before and after a commit. */
interface Change {
  readonly before: States;
  readonly after: States;
}

/** Sends the events of a room to the lines of its members, to each member in the form that this member may get. */
export class Announcer {
  readonly #options: AnnouncerOptions;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Sends one event to the members in `to`, or to all members inside when it is undefined. */
  send(frame: Frame, to: readonly MemberId[] | undefined, states: States): void {
    const { members, channel, telling } = this.#options;
    const told = telling.apart(frame, states);
    if (!told && to === undefined) return channel.send(frame);
    const receivers = to?.flatMap((id) => members.get(id) ?? []) ?? this.#inside(states);
    const linesByPayload = new Map<unknown, Line[]>();
    for (const member of receivers) {
      // A member who is just let in gets this event with the welcome that follows.
      if (member.connection.state === 'outside' && !telling.reachesOutside(frame)) continue;
      const mine = member.line && (told ? told(member.id) : frame);
      if (!member.line || !mine) continue;
      const lines = linesByPayload.get(mine.payload);
      if (lines) lines.push(member.line);
      else linesByPayload.set(mine.payload, [member.line]);
    }
    for (const [payload, lines] of linesByPayload) this.#sendTo(lines, { ...frame, payload });
  }

  /**
   * Sends the entries of a commit, and what they change for some members without an event that says so. Returns a promise
   * when the work is long: then it runs in pieces, and the next commit may be announced when the promise is fulfilled.
   */
  announce(entries: readonly LogEntry[], change: Change): Promise<void> | undefined {
    return inPieces(this.#pieces(entries, change), this.#options.clock);
  }

  *#pieces(entries: readonly LogEntry[], change: Change): Generator<void, void> {
    const { telling } = this.#options;
    const first = entries[0]?.seq ?? 1;
    if (telling.knowingIn(change.before) !== telling.knowingIn(change.after)) {
      yield* this.#refresh(this.#inside(change.after), ({ id }) => telling.renaming(id, change, first - 1));
    }
    const turned = new Map<MemberId, Set<string>>();
    for (const entry of entries) {
      const { feature, event, payload, to, seq, at } = entry;
      if (!telling.isTurning(entry)) {
        this.send({ name: `${feature}:${event}`, payload, meta: { seq, at } }, to, change.after);
        yield;
        continue;
      }
      for (const id of to ?? this.#inside(change.after).map((member) => member.id)) {
        turned.set(id, (turned.get(id) ?? new Set()).add(feature));
      }
    }
    if (turned.size === 0) return;
    const concerned = this.#inside(change.after).filter(({ id }) => turned.has(id));
    const seq = entries.at(-1)?.seq ?? 0;
    yield* this.#refresh(concerned, ({ id }) => telling.turning(id, turned.get(id) ?? new Set(), change.after, seq));
  }

  *#refresh(members: readonly Member[], what: (member: Member) => Refresh | undefined): Generator<void, void> {
    // The lines of now: a line that comes meanwhile is welcomed to the state after the commit.
    const lines = members.map((member) => ({ member, line: member.line }));
    for (const { member, line } of lines) {
      if (!line || member.line !== line) continue;
      const refresh = what(member);
      if (refresh) line.refresh(refresh);
      yield;
    }
  }

  /** Sends the frame; members who get the same form share one encoding. */
  #sendTo(lines: readonly Line[], frame: Frame): void {
    const [first, ...others] = lines;
    if (others.length > 0) this.#options.channel.send(frame, lines);
    else first?.send(frame);
  }

  /** The members with a line and a seat: a member who has just left gets no more events of this room. */
  #inside(states: States): readonly Member[] {
    const { members, slices } = this.#options;
    const seats = slices.seats(states);
    return [...members.values()].filter(({ id, connection }) => connection.state === 'online' && seats.has(id));
  }
}
