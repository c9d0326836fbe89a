import { AppError, type ErrorCode } from '@plenum/shared/core/errors';
import type { MemberId, PollId, RoomId } from '@plenum/shared/core/ids';
import { poll } from '@plenum/shared/features/poll/contract';
import type { Stamper, StampOrder } from '../../ballot/Stamper.ts';
import { FairTurns } from '../../room/FairTurns.ts';
import type { Clock, LogReader, RoomReport } from '../../room/ports.ts';
import type { Room } from '../../room/Room.ts';
import { servePoll } from './poll.ts';

interface StampingOptions {
  readonly stamper: Stamper;
  readonly clock: Clock;
  readonly report: RoomReport;
}

/** Where rooms are found. */
interface RoomFinder {
  find(id: RoomId): Promise<Room | undefined>;
}

/** Between two tries to stamp a paper, in ms. */
const againMs = 1_000;

/** A reader of the log that has papers stamped away from the event loop, and tells their poll. */
export class Stamping {
  readonly #options: StampingOptions;
  readonly #rooms = Promise.withResolvers<RoomFinder>();
  readonly #turns: FairTurns;
  readonly #running = new Set<Promise<void>>();
  #life: 'open' | 'closed' = 'open';

  constructor(options: StampingOptions) {
    this.#options = options;
    this.#turns = new FairTurns(() => options.clock.monotonic());
  }

  readonly onCommitted: LogReader = (room, entries) => {
    for (const { feature, event, payload } of entries) {
      if (feature !== poll.name || event !== 'asked') continue;
      const { poll: id, member } = poll.events.asked.payload.parse(payload);
      const running = this.#carry(room, id, member).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  };

  /** Rooms exist now; papers that were asked for while they opened have waited. */
  serve(rooms: RoomFinder): void {
    this.#rooms.resolve(rooms);
  }

  /** Resolves when all papers asked for until now are stamped and told. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** What is not stamped yet is asked for again after the restart. Idempotent. */
  async close(): Promise<void> {
    this.#life = 'closed';
    await this.#options.stamper.close();
  }

  /** Tries until the paper is stamped, or its poll or its room is over. Never rejects. */
  async #carry(room: RoomId, id: PollId, member: MemberId): Promise<void> {
    const rooms = await this.#rooms.promise;
    while (this.#life === 'open') {
      try {
        const open = await rooms.find(room);
        const order = open && orderOf(open, id, member);
        if (!order) return;
        const stamp = await this.#options.stamper.stamp(order);
        // The thread brings hundreds of stamps at once when this process was busy.
        return await this.#turns.take(open, () => open.settle(servePoll, { poll: id, member, stamp }));
      } catch (error) {
        if (this.#isOver() || codeOf(error) === 'closed') return;
        this.#options.report.failed(room, 'stamping a ballot paper', error);
        await new Promise<void>((resolve) => void this.#options.clock.after(againMs, resolve));
      }
    }
  }

  #isOver(): boolean {
    return this.#life === 'closed';
  }
}

function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof AppError ? error.code : undefined;
}

/** What is to be stamped; undefined when the paper is stamped or the poll is over. */
function orderOf(room: Room, id: PollId, member: MemberId): StampOrder | undefined {
  const { polls, backs } = room.committed(poll);
  const { key, asked } = (Object.hasOwn(backs, id) ? backs[id] : undefined) ?? {};
  const ballot = polls.find((one) => one.id === id)?.ballot;
  const blinded = asked && Object.hasOwn(asked, member) ? asked[member] : undefined;
  if (!ballot || key === undefined || blinded === undefined) return undefined;
  return { key, publicKey: ballot.publicKey, blinded };
}
