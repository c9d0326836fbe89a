import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Member } from './Member.ts';
import type { Channel, Frame } from './ports.ts';
import type { Telling } from './Telling.ts';
import type { States } from './Transaction.ts';

interface AnnouncerOptions {
  readonly members: ReadonlyMap<MemberId, Member>;
  readonly channel: Channel;
  readonly telling: Telling;
}

/** States around a commit; `seq` is that of its last entry. */
interface Change {
  readonly before: States;
  readonly after: States;
  readonly seq: number;
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
    const isKnowingSame = telling.knowingIn(change.before) === telling.knowingIn(change.after);
    if (isKnowingSame && turned.size === 0) return;
    for (const member of this.#inside()) {
      const refresh = telling.refresh(member.id, change, turned.get(member.id));
      if (refresh) member.line?.refresh(refresh);
    }
  }

  #inside(): readonly Member[] {
    return [...this.#options.members.values()].filter(({ connection }) => connection.state === 'online');
  }
}
