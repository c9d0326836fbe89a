import { Refused } from './Refused.ts';

/** Whose work it is. Both are names that cost nothing to compare. */
export interface Owner {
  readonly room: string;
  readonly person: string;
}

interface Errand extends Owner {
  /** How many turns come before this one, and then it: 1 is next. Told again when it changes. */
  readonly onPlace: (place: number) => void;
  /** Who waits may go away. */
  readonly signal: AbortSignal;
}

interface Waiting extends Errand {
  readonly start: () => void;
  readonly leave: (why: Refused) => void;
  place: number;
}

interface Bounds {
  /** So many work at the same time. */
  readonly atOnce: number;
  /** So many wait, of everybody, of a room and of a person. */
  readonly waiting: { readonly all: number; readonly room: number; readonly person: number };
}

/**
 * Lets so many work at once, and of each person and each room one. The others take turns: the room that has waited
 * longest since it last had one is next, and in it the person of whom the same is true.
 */
export class Turns {
  readonly #bounds: Bounds;
  readonly #waiting: Waiting[] = [];
  readonly #working: Owner[] = [];
  /** When each room and person last came or had a turn, in turns; forgotten with the last of their work. */
  readonly #since = new Map<string, number>();
  #now = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** @throws Refused `busy` when too many wait already, `broken` when the signal is aborted first; and what `work` throws */
  async take<T>(errand: Errand, work: () => Promise<T>): Promise<T> {
    await this.#wait(errand);
    try {
      return await work();
    } finally {
      this.#working.splice(this.#working.indexOf(errand), 1);
      // Whoever waits already was here before: it is their turn.
      for (const name of namesOf(errand)) this.#since.set(name, (this.#now += 1));
      this.#forget(errand);
      this.#next();
    }
  }

  #wait(errand: Errand): Promise<void> {
    const { room, person, signal } = errand;
    const { all, room: ofRoom, person: ofPerson } = this.#bounds.waiting;
    const count = (matches: (one: Owner) => boolean) => this.#waiting.filter(matches).length;
    const inRoom = count((one) => one.room === room);
    if (inRoom >= ofRoom || count((one) => one.person === person) >= ofPerson) throw new Refused('busy');
    if (signal.aborted) throw new Refused('broken', 'cancelled');
    if (this.#waiting.length >= all && !this.#makePlace(inRoom)) throw new Refused('busy');
    for (const name of namesOf(errand)) {
      if (!this.#since.has(name)) this.#since.set(name, (this.#now += 1));
    }
    return new Promise((resolve, reject) => {
      const cancel = () => leave(new Refused('broken', 'cancelled'));
      const leave = (why: Refused) => {
        signal.removeEventListener('abort', cancel);
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#forget(errand);
        this.#tellPlaces();
        reject(why);
      };
      const start = () => {
        signal.removeEventListener('abort', cancel);
        this.#working.push(errand);
        resolve();
      };
      const waiting: Waiting = { ...errand, start, leave, place: 0 };
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  /** Where all places are taken, the newest of the room with the most gives way to a room with fewer. */
  #makePlace(inRoom: number): boolean {
    const sizes = Map.groupBy(this.#waiting, ({ room }) => room);
    const [largest] = [...sizes.values()].toSorted((a, b) => b.length - a.length);
    if (!largest || largest.length <= inRoom + 1) return false;
    largest.at(-1)?.leave(new Refused('busy', 'others wait as well'));
    return true;
  }

  #next(): void {
    while (this.#working.length < this.#bounds.atOnce) {
      const chosen = nextOf(this.#waiting, this.#working, this.#since);
      if (!chosen) break;
      this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
      chosen.start();
    }
    this.#tellPlaces();
  }

  /** Plays the turns to come, one at a time, and tells everybody who waits where they are in it. */
  #tellPlaces(): void {
    const since = new Map(this.#since);
    const left = [...this.#waiting];
    let now = this.#now;
    for (const { room, person } of this.#working) {
      for (const name of namesOf({ room, person })) since.set(name, (now += 1));
    }
    for (let place = 1; left.length > 0; place += 1) {
      const next = nextOf(left, [], since);
      if (!next) break;
      left.splice(left.indexOf(next), 1);
      for (const name of namesOf(next)) since.set(name, (now += 1));
      if (next.place === place) continue;
      next.place = place;
      next.onPlace(place);
    }
  }

  #forget(owner: Owner): void {
    const others = [...this.#waiting, ...this.#working];
    if (!others.some(({ room }) => room === owner.room)) this.#since.delete(roomName(owner));
    if (!others.some(({ person }) => person === owner.person)) this.#since.delete(personName(owner));
  }
}

function roomName({ room }: Owner): string {
  return `room ${room}`;
}

function personName({ person }: Owner): string {
  return `person ${person}`;
}

function namesOf(owner: Owner): readonly string[] {
  return [roomName(owner), personName(owner)];
}

/** Who is next of those who may begin now: the first of those who came or had a turn longest ago. */
function nextOf<T extends Owner>(
  waiting: readonly T[],
  working: readonly Owner[],
  since: ReadonlyMap<string, number>,
): T | undefined {
  const mayBegin = ({ room, person }: Owner) =>
    !working.some((other) => other.room === room || other.person === person);
  const ageOf = (name: string) => since.get(name) ?? Number.POSITIVE_INFINITY;
  return waiting
    .filter(mayBegin)
    .toSorted((a, b) => ageOf(roomName(a)) - ageOf(roomName(b)) || ageOf(personName(a)) - ageOf(personName(b)))[0];
}
