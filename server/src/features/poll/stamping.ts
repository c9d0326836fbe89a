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

/** Finds open rooms. */
interface RoomFinder {
  find(id: RoomId): Promise<Room | undefined>;
}

/** The delay before stamping is retried, in ms. */
const retryMs = 1_000;

/** A reader of the log. It has papers stamped outside the event loop and reports the stamps to their poll. */
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
      const running = this.#stampPaper(room, id, member).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  };

  /** Provides the rooms. Papers that were asked for while rooms opened wait for this call. */
  serve(rooms: RoomFinder): void {
    this.#rooms.resolve(rooms);
  }

  /** Resolves when all papers asked for until now have their stamps. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Stops stamping. Papers without a stamp are asked for again after a restart. Idempotent. */
  async close(): Promise<void> {
    this.#life = 'closed';
    await this.#options.stamper.close();
  }

  /** Retries until the paper is stamped, the poll is closed or the room has ended. Never rejects. */
  async #stampPaper(room: RoomId, id: PollId, member: MemberId): Promise<void> {
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
        await new Promise<void>((resolve) => void this.#options.clock.after(retryMs, resolve));
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

/** Returns what to stamp; undefined when the paper is stamped or the poll is closed. */
function orderOf(room: Room, id: PollId, member: MemberId): StampOrder | undefined {
  const { polls, backs } = room.committed(poll);
  const { key, asked } = (Object.hasOwn(backs, id) ? backs[id] : undefined) ?? {};
  const ballot = polls.find((one) => one.id === id)?.ballot;
  const blinded = asked && Object.hasOwn(asked, member) ? asked[member] : undefined;
  if (!ballot || key === undefined || blinded === undefined) return undefined;
  return { key, publicKey: ballot.publicKey, blinded };
}
