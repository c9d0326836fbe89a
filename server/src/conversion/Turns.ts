import { Refused } from './Refused.ts';

/** The room and the person of a job, as keys. */
export interface Owner {
  readonly room: string;
  readonly person: string;
}

interface Turn extends Owner {
  /** Called with the position in the queue (1 is next), and again when it changes. */
  readonly onPlace: (place: number) => void;
  /** Aborted when the caller no longer waits. */
  readonly signal: AbortSignal;
}

interface Waiting extends Turn {
  readonly start: () => void;
  readonly leave: (why: Refused) => void;
  place: number;
}

interface Bounds {
  /** The number of jobs at the same time. */
  readonly atOnce: number;
  /** Bounds on waiting jobs: of all, of a room and of a person. */
  readonly waiting: { readonly all: number; readonly room: number; readonly person: number };
}

/**
 * Runs a bounded number of jobs at once, and one for each room and each person. The next turn goes to the room that
 * has waited longest since its last turn, and in that room to the person who has waited longest.
 */
export class Turns {
  readonly #bounds: Bounds;
  readonly #waiting: Waiting[] = [];
  readonly #working: Owner[] = [];
  /** When each room and person joined the queue or last had a turn, counted in turns; forgotten with their last job. */
  readonly #since = new Map<string, number>();
  #now = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * Runs `work` in a turn of its room and person.
   * @throws Refused `busy` when too many jobs wait, `broken` when the signal is aborted before the turn
   * @throws the error of `work`
   */
  async take<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    await this.#wait(turn);
    try {
      return await work();
    } finally {
      this.#working.splice(this.#working.indexOf(turn), 1);
      // The jobs that wait now come before the next job of this room and person.
      for (const name of namesOf(turn)) this.#since.set(name, (this.#now += 1));
      this.#forget(turn);
      this.#next();
    }
  }

  #wait(turn: Turn): Promise<void> {
    const { room, person, signal } = turn;
    const { all, room: ofRoom, person: ofPerson } = this.#bounds.waiting;
    const count = (matches: (one: Owner) => boolean) => this.#waiting.filter(matches).length;
    const inRoom = count((one) => one.room === room);
    if (inRoom >= ofRoom || count((one) => one.person === person) >= ofPerson) throw new Refused('busy');
    if (signal.aborted) throw new Refused('broken', 'cancelled');
    if (this.#waiting.length >= all && !this.#makePlace(inRoom)) throw new Refused('busy');
    for (const name of namesOf(turn)) {
      if (!this.#since.has(name)) this.#since.set(name, (this.#now += 1));
    }
    return new Promise((resolve, reject) => {
      const cancel = () => leave(new Refused('broken', 'cancelled'));
      const leave = (why: Refused) => {
        signal.removeEventListener('abort', cancel);
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#forget(turn);
        this.#tellPlaces();
        reject(why);
      };
      const start = () => {
        signal.removeEventListener('abort', cancel);
        this.#working.push(turn);
        resolve();
      };
      const waiting: Waiting = { ...turn, start, leave, place: 0 };
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  /** In a full queue, drops the newest job of the largest room if that room has more than the new job's room. */
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

  /** Simulates the coming turns and reports the new positions. */
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

/** Returns the next job of those that may start: of the room, then the person, that has waited longest. */
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
