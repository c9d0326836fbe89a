import { type Build, type CrowdMember, joinCrowd, type Where } from './member.ts';
import { Tally } from './Tally.ts';

/** Some members of a run, in one process. */
export interface Group {
  readonly where: Where;
  readonly build: Build;
  readonly origin: string;
  readonly count: number;
  readonly label: string;
}

/** What the members of a crowd received; one number for each member, or one for all. */
export interface Heard {
  readonly members: number;
  readonly connected: number;
  /** For each label: messages that its members received, together. */
  readonly received: Readonly<Record<string, number>>;
  readonly doubles: number;
  /** The different orders in which members have the messages. */
  readonly orders: readonly number[];
  /** Number of members who have `expected` messages. */
  readonly complete: number;
}

interface Seated {
  readonly member: CrowdMember;
  readonly tally: Tally;
  readonly label: string;
}

/** Number of simultaneous joins. */
const atOnce = 8;

/** Many members in this process, and what each of them received. */
export class Crowd {
  readonly #seated: Seated[] = [];

  /** Joins this many more members; rejects when one of them cannot join. */
  async join({ where, build, origin, count, label }: Group): Promise<void> {
    for (let done = 0; done < count; done += atOnce) {
      const names = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => `${label} ${done + index}`);
      await Promise.all(
        names.map(async (name) => {
          const tally = new Tally();
          const member = await joinCrowd({ where, build, origin, name, onMessage: (text) => tally.hear(text) });
          this.#seated.push({ member, tally, label });
        }),
      );
    }
  }

  /** All members start counting at this message. */
  start(from: number): void {
    for (const { tally } of this.#seated) tally.start(from);
  }

  heard(expected: number): Heard {
    const received: Record<string, number> = {};
    for (const { label, tally } of this.#seated) received[label] = (received[label] ?? 0) + tally.received;
    const complete = this.#seated.filter(({ tally }) => tally.received === expected);
    return {
      members: this.#seated.length,
      connected: this.#seated.filter(({ member }) => member.connected()).length,
      received,
      doubles: this.#seated.reduce((sum, { tally }) => sum + tally.doubles, 0),
      orders: [...new Set(complete.map(({ tally }) => tally.order))],
      complete: complete.length,
    };
  }

  /** Delays of all messages to all members, in ms. */
  delays(): number[] {
    return this.#seated.flatMap(({ tally }) => tally.delays);
  }

  /** One member writes the text. */
  async say(index: number, text: string): Promise<void> {
    await this.#seated[index % this.#seated.length]?.member.say(text);
  }

  close(): void {
    for (const { member } of this.#seated.splice(0)) member.close();
  }
}
