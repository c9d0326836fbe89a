import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Claim, Directory, Place } from './Directory.ts';
import { Heartbeat, leaseMs } from './Heartbeat.ts';
import type { OwnLeases } from './OwnLeases.ts';
import { readPlace } from './place.ts';
import type { LeaseBook, Timers } from './ports.ts';

interface ClusterOptions {
  readonly here: Place;
  readonly version: string;
  readonly own: OwnLeases;
  readonly book: LeaseBook;
  readonly timers: Timers;
  /** Gives a family that no node owns to another node. @returns its addresses; undefined when this node is to take it */
  readonly offer: (root: RoomId) => Promise<Place | undefined>;
  /** A newer process runs under the name of this node. */
  readonly onReplaced: () => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** What the rooms do for the directory. */
interface Rooms {
  /** Opens a room here when no other node has it. Never rejects. */
  adopt(room: RoomId): Promise<void>;
  /** Another node owns the family. */
  abandon(root: RoomId, roomUrl: string | undefined): Promise<void>;
}

/** The tries of a claim while this node counts as dead or its answers are out of date. */
const tries = 5;

/** The directory of a node among others: leases in PostgreSQL say who owns a family (decision 0220). */
export class ClusterDirectory implements Directory {
  readonly here: Place;
  readonly hasOthers = true;
  readonly #options: ClusterOptions;
  readonly #heartbeat: Heartbeat;
  #rooms: Rooms | undefined;

  private constructor(options: ClusterOptions) {
    const { own, failed } = options;
    this.#options = options;
    this.here = options.here;
    own.onLost = (root) =>
      inBackground(this.#abandon(root), (error) => failed('leaving a room to another node', error));
    this.#heartbeat = Heartbeat.start({ ...options, adopt: async (room) => this.#rooms?.adopt(room) });
  }

  /** Enters the cluster; from here on this node may own families. @throws AppError `unavailable` */
  static async enter(options: ClusterOptions): Promise<ClusterDirectory> {
    const { here, version, own, book } = options;
    await book.nodes.enter({ ...own.holder, place: JSON.stringify(here), version, leaseMs });
    return new ClusterDirectory(options);
  }

  /** Begins to take over the rooms of dead nodes, and to leave those that it loses; call it when rooms can be opened. */
  serve(rooms: Rooms): void {
    this.#rooms = rooms;
  }

  /** Whether this node gets no new rooms. */
  get isCordoned(): boolean {
    return this.#heartbeat.isCordoned;
  }

  /** Whether this node has lost the database for so long that others may have its rooms. */
  get isCutOff(): boolean {
    return this.#heartbeat.isCutOff;
  }

  async offer(root: RoomId): Promise<Place | undefined> {
    const { own, offer } = this.#options;
    if (own.fenceOf(root) !== undefined) return undefined;
    const place = (await this.#whereIs(root)) ?? (await offer(root));
    return place?.node === this.here.node ? undefined : place;
  }

  async claim(root: RoomId): Promise<Claim> {
    const { own, book } = this.#options;
    for (let left = tries; left > 0; left -= 1) {
      const { epoch } = own.holdings;
      const answer = await book.leases.claim({ room: root, ...own.holder });
      switch (answer.is) {
        case 'elsewhere':
          return { owner: 'elsewhere', place: readPlace(answer.node, answer.place) };
        case 'owned':
          if (own.take(root, answer.fence, epoch)) return { owner: 'here', fence: answer.fence };
          break;
        case 'late':
          await this.#heartbeat.beat();
      }
    }
    throw new AppError('unavailable', 'This node could not claim the meeting. Try again.');
  }

  async find(root: RoomId): Promise<Place | undefined> {
    const place = await this.#whereIs(root);
    return place?.node === this.here.node ? undefined : place;
  }

  async release(root: RoomId): Promise<void> {
    const { own, book } = this.#options;
    const fence = own.fenceOf(root);
    own.drop(root);
    if (fence !== undefined) await book.leases.release({ room: root, ...own.holder, fence });
  }

  /** Ends the signs of life, and frees what this node owns. Idempotent. */
  async leave(): Promise<void> {
    const { own, book } = this.#options;
    await this.#heartbeat.stop();
    await book.nodes.leave(own.holder);
  }

  async #abandon(root: RoomId): Promise<void> {
    const place = await this.#whereIs(root).catch(() => undefined);
    await this.#rooms?.abandon(root, place?.roomUrl);
  }

  async #whereIs(root: RoomId): Promise<Place | undefined> {
    const found = await this.#options.book.leases.find({ room: root });
    return found && readPlace(found.node, found.place);
  }
}
