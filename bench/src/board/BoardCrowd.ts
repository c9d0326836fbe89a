import { type BoardMember, type Carrier, type Received, joinBoard } from './member.ts';
import { now, partsPerStroke, stroke } from './strokes.ts';
import { wait } from '../wait.ts';

/** Some members of a run, in one process. */
export interface BoardGroup {
  readonly carrier: Carrier;
  readonly count: number;
  readonly label: string;
}

/** How long all members here draw, and the number of their first stroke. */
export interface Work {
  readonly seconds: number;
  readonly first: number;
}

/** What all members here received together. */
export interface BoardHeard {
  readonly members: number;
  readonly strokes: number;
  readonly strokeBytes: number;
  readonly fleetingBytes: number;
}

const atOnce = 8;

/** Many members at one board, in one process. */
export class BoardCrowd {
  readonly #members: BoardMember[] = [];
  readonly #received: Received[] = [];

  async join({ carrier, count, label }: BoardGroup): Promise<void> {
    for (let done = 0; done < count; done += atOnce) {
      const names = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => `${label} ${done + index}`);
      await Promise.all(
        names.map(async (name) => {
          const received: Received = { delays: [], strokeBytes: 0, fleetingBytes: 0 };
          this.#members.push(await joinBoard(carrier, name, received));
          this.#received.push(received);
        }),
      );
    }
  }

  /** Each member draws a stroke a second, shows it in nine parts, and points ten times. Resolves with the number of strokes. */
  async draw({ seconds, first }: Work): Promise<number> {
    const all = this.#members.map((member, index) => drawAlone(member, seconds, first + index * seconds));
    return (await Promise.all(all)).reduce((sum, drawn) => sum + drawn, 0);
  }

  heard(): BoardHeard {
    const sum = (of: (received: Received) => number) =>
      this.#received.reduce((total, received) => total + of(received), 0);
    return {
      members: this.#members.length,
      strokes: sum(({ delays }) => delays.length),
      strokeBytes: sum(({ strokeBytes }) => strokeBytes),
      fleetingBytes: sum(({ fleetingBytes }) => fleetingBytes),
    };
  }

  delays(): number[] {
    return this.#received.flatMap(({ delays }) => delays);
  }

  close(): void {
    for (const member of this.#members.splice(0)) member.close();
    this.#received.length = 0;
  }
}

async function drawAlone(member: BoardMember, seconds: number, first: number): Promise<number> {
  const began = performance.now();
  // The offset spreads the ends of the strokes over the second.
  const offset = (first * 37) % 1_000;
  for (let second = 0; second < seconds; second += 1) {
    const number = first + second;
    for (let part = 0; part <= partsPerStroke; part += 1) {
      await wait(began + offset + second * 1_000 + part * 100 - performance.now());
      member.point(number % 1_900, part * 100);
      if (part < partsPerStroke) member.showPart(number, part);
    }
    await member.draw(stroke(number, now()));
  }
  return seconds;
}
