import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Refresh } from '@plenum/shared/core/wire';
import type { Member } from './Member.ts';
import type { Channel, Frame } from './ports.ts';
import type { Telling } from './Telling.ts';
import type { States } from './Transaction.ts';

interface AnnouncerOptions {
  readonly members: ReadonlyMap<MemberId, Member>;
  readonly channel: Channel;
  readonly telling: Telling;
}

/** States around a commit. */
interface Change {
  readonly before: States;
  readonly after: States;
}

/** Sends what happens in a room to the lines of its members, to each as they may hear it. */
export class Announcer {
  readonly #options: AnnouncerOptions;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** One event, to everybody inside unless `to` is given. */
  send(frame: Frame, to: readonly MemberId[] | undefined, states: States): void {
    const { members, channel, telling } = this.#options;
    const told = telling.apart(frame, states);
    if (!told && to === undefined) return channel.send(frame);
    const heard = to?.flatMap((id) => members.get(id) ?? []) ?? this.#inside();
    for (const member of heard) {
      // Whoever is being let in gets all of this with the welcome that follows.
      if (member.connection.state === 'outside' && !telling.reachesOutside(frame)) continue;
      const mine = member.line && (told ? told(member.id) : frame);
      if (mine) member.line?.send(mine);
    }
  }

  /** What was committed, and what it changes for some without an event that says so. */
  announce(entries: readonly LogEntry[], change: Change): void {
    const { telling } = this.#options;
    const first = entries[0]?.seq ?? 1;
    if (telling.knowingIn(change.before) !== telling.knowingIn(change.after)) {
      this.#refresh(this.#inside(), ({ id }) => telling.renaming(id, change, first - 1));
    }
    const turned = new Map<MemberId, Set<string>>();
    for (const entry of entries) {
      const { feature, event, payload, to, seq, at } = entry;
      if (!telling.isTurning(entry)) {
        this.send({ name: `${feature}:${event}`, payload, meta: { seq, at } }, to, change.after);
        continue;
      }
      for (const id of to ?? this.#inside().map((member) => member.id)) {
        turned.set(id, (turned.get(id) ?? new Set()).add(feature));
      }
    }
    if (turned.size === 0) return;
    const concerned = this.#inside().filter(({ id }) => turned.has(id));
    const seq = entries.at(-1)?.seq ?? 0;
    this.#refresh(concerned, ({ id }) => telling.turning(id, turned.get(id) ?? new Set(), change.after, seq));
  }

  #refresh(members: readonly Member[], what: (member: Member) => Refresh | undefined): void {
    for (const member of members) {
      const refresh = what(member);
      if (refresh) member.line?.refresh(refresh);
    }
  }

  #inside(): readonly Member[] {
    return [...this.#options.members.values()].filter(({ connection }) => connection.state === 'online');
  }
}
