import { AppError } from '@plenum/shared/core/errors';
import { inBackground } from '@plenum/shared/core/background';
import type { RoomId } from '@plenum/shared/core/ids';
import { Bus, type BusSettings } from './Bus.ts';
import { ClusterDirectory } from './ClusterDirectory.ts';
import type { Directory, Place } from './Directory.ts';
import { Hints } from './Hints.ts';
import type { MediaCluster } from './media/MediaCluster.ts';
import type { OwnLeases } from './OwnLeases.ts';
import { readPlace } from './place.ts';
import { chooseNode } from './placement.ts';
import type { KnownNode, LeaseBook, Timers } from './ports.ts';

interface NodeOptions {
  readonly here: Place;
  readonly version: string;
  readonly own: OwnLeases;
  readonly book: LeaseBook;
  readonly timers: Timers;
  /** Undefined: no messages between nodes; each takes the rooms that it is asked for. */
  readonly nats: BusSettings | undefined;
  /** The media of this node, when they can be on several; it hears of the other nodes. */
  readonly media?: Pick<MediaCluster, 'members' | 'drain'> | undefined;
  /** The people who are expected in a room, by its last meetings. */
  readonly expected: (root: RoomId) => Promise<number>;
  /** A newer process runs under the name of this node. */
  readonly onReplaced: () => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** The rooms of this process. */
export interface NodeRooms {
  readonly families: readonly RoomId[];
  census(): Promise<{ rooms: number; people: number }>;
  /** Opens a room here when no other node has it. Never rejects. */
  adopt(room: RoomId): Promise<void>;
  abandon(root: RoomId, roomUrl: string | undefined): Promise<void>;
  handOver(root: RoomId, take: () => Promise<string | undefined>): Promise<void>;
}

const hintEveryMs = 1_000;
/** How often the list of nodes is read from the database, in hints. */
const listEvery = 5;
/** The rounds of a drain: rooms that are opened while it runs are moved by the next round. */
const drainRounds = 5;
/** How often a drain looks for a node that takes rooms, when another node lives but none has told that it does. */
const looks = 16;
const lookEveryMs = 250;

/** This process as one node of a cluster: its directory, its hints to the others, and how it gives its rooms away. */
export class ClusterNode {
  readonly directory: ClusterDirectory;
  readonly #options: NodeOptions;
  readonly #bus: Bus | undefined;
  readonly #hints: Hints;
  #rooms: NodeRooms | undefined;
  #places: readonly Place[] = [];
  /** The nodes that lived when the list was read last, and the time before that. */
  #living: readonly (readonly Place[])[] = [];
  #stop: () => void = () => undefined;
  #life: 'open' | 'closed' = 'open';

  private constructor(options: NodeOptions, directory: ClusterDirectory, bus: Bus | undefined, hints: Hints) {
    this.#options = options;
    this.directory = directory;
    this.#bus = bus;
    this.#hints = hints;
  }

  /** Enters the cluster. @throws AppError `unavailable` */
  static async enter(options: NodeOptions): Promise<ClusterNode> {
    const { here, nats, timers, failed } = options;
    const hints = new Hints(() => timers.monotonic());
    const bus = nats && new Bus({ ...nats, node: here.node, failed });
    const offer = (root: RoomId) => node.#offer(root);
    const directory = await ClusterDirectory.enter({ ...options, offer });
    const node = new ClusterNode(options, directory, bus, hints);
    await node.#readPlaces();
    return node;
  }

  /** Begins to take rooms, and to tell the others of this node. */
  serve(rooms: NodeRooms): void {
    this.#rooms = rooms;
    this.directory.serve(rooms);
    if (this.#bus) {
      this.#bus.onHint = (hint) => this.#hints.hear(hint);
      this.#bus.onTake = async (root) => {
        if (this.#life === 'open') await rooms.adopt(root);
        return this.#options.own.fenceOf(root) !== undefined;
      };
    }
    this.#tell(0);
  }

  /** The origins of all nodes: pages may open lines there. */
  get origins(): readonly string[] {
    const heard = this.#hints.nodes.map(({ place }) => place);
    return [...new Set([this.#options.here, ...this.#places, ...heard])].flatMap(({ roomUrl }) => {
      return URL.canParse(roomUrl) ? [new URL(roomUrl).origin] : [];
    });
  }

  list(): Promise<readonly KnownNode[]> {
    return this.#options.book.nodes.list();
  }

  /** Whether a node gets new rooms; without a name, this one. @throws AppError `notFound` */
  async cordon(name: string | undefined, cordoned: boolean): Promise<string> {
    const node = name ?? this.#options.here.node;
    const isKnown = await this.#options.book.nodes.cordon({ node, cordoned });
    if (!isKnown) throw new AppError('notFound', `No node has the name ${node}.`);
    return node;
  }

  /**
   * Takes no new rooms and gives all to other nodes, one after the other; without another node that takes rooms they stay.
   * @returns how many moved, and how many are left
   */
  async drain(): Promise<{ readonly moved: number; readonly left: number }> {
    const rooms = this.#rooms;
    if (!rooms) return { moved: 0, left: 0 };
    await this.cordon(undefined, true);
    let moved = 0;
    for (let round = 0; round < drainRounds && rooms.families.length > 0; round += 1) {
      for (const root of rooms.families) {
        if (!(await this.#untilTaken())) return { moved, left: rooms.families.length };
        await rooms.handOver(root, () => this.#give(root));
        moved += 1;
      }
    }
    return { moved, left: rooms.families.length };
  }

  /** Leaves the cluster; call it when the rooms are closed. Idempotent. */
  async leave(): Promise<void> {
    this.#life = 'closed';
    this.#stop();
    await this.#bus?.close();
    await this.directory.leave();
  }

  /** Gives a family that no node owns to the node that has the most to spare; undefined when that is this one. */
  async #offer(root: RoomId): Promise<Place | undefined> {
    const chosen = chooseNode(this.#hints.candidates, Math.random);
    if (!chosen || !this.#bus) return undefined;
    this.#hints.place(chosen.node, await this.#options.expected(root));
    if (chosen.node === this.#options.here.node) return undefined;
    try {
      await this.#bus.take(chosen.hint.place, root);
      return chosen.hint.place;
    } catch (error) {
      this.#options.failed('giving a meeting to another node', error);
      return undefined;
    }
  }

  /** The nodes that may get the rooms of this one. */
  get #takers() {
    return this.#hints.candidates.filter(({ node }) => node !== this.#options.here.node);
  }

  /**
   * Waits for another node that takes rooms. Without NATS no node tells that it does, and the others take what is released.
   * @returns false when the database knows none either
   */
  async #untilTaken(): Promise<boolean> {
    const { here, timers } = this.#options;
    if (this.#takers.length > 0) return true;
    const known = await this.list();
    if (!known.some(({ node, alive, cordoned }) => alive && !cordoned && node !== here.node)) return false;
    for (let look = 0; look < looks && this.#bus && this.#takers.length === 0; look += 1) {
      await new Promise<void>((resolve) => void timers.after(lookEveryMs, resolve));
    }
    return true;
  }

  /** Gives a family that was just released to another node. @returns where its lines are; undefined when nobody took it */
  async #give(root: RoomId): Promise<string | undefined> {
    const chosen = chooseNode(this.#takers, Math.random);
    if (!chosen || !this.#bus) return undefined;
    await this.#bus.take(chosen.hint.place, root);
    return chosen.hint.place.roomUrl;
  }

  #tell(count: number): void {
    const { timers, failed } = this.#options;
    inBackground(this.#hint(), (error) => failed('telling other nodes of this one', error));
    if (count % listEvery === 0) inBackground(this.#readPlaces(), () => undefined);
    this.#stop = timers.after(hintEveryMs, () => this.#tell(count + 1));
  }

  async #hint(): Promise<void> {
    const { isCordoned: cordoned, isCutOff } = this.directory;
    this.#options.media?.drain(cordoned);
    this.#tellMedia();
    const { rooms = 0, people = 0 } = (await this.#rooms?.census()) ?? {};
    const { here, own } = this.#options;
    const hint = { place: here, rooms, people, cordoned, stores: !isCutOff };
    this.#hints.hear(hint);
    this.#bus?.hint(hint);
    // When the database is away from all nodes, nobody can take the rooms, and members stay.
    const othersStore = this.#hints.nodes.some(({ place, stores }) => stores && place.node !== here.node);
    if (isCutOff && othersStore) own.dropAll();
  }

  async #readPlaces(): Promise<void> {
    const known = (await this.list()).flatMap(({ node, place, alive }) => {
      try {
        return [{ place: readPlace(node, place), alive }];
      } catch {
        return [];
      }
    });
    this.#places = known.map(({ place }) => place);
    // When the database was away from all nodes, the first of them that is back sees all others as dead: two lists count.
    this.#living = [known.flatMap(({ place, alive }) => (alive ? [place] : [])), ...this.#living.slice(0, 1)];
    this.#tellMedia();
  }

  /** Tells the media of the nodes that live by their last hints or in the database. The newest word of a node counts. */
  #tellMedia(): void {
    const { media } = this.#options;
    if (!media || this.#life === 'closed') return;
    const heard = this.#hints.nodes.map(({ place }) => place);
    const newest = new Map([...this.#living.toReversed().flat(), ...heard].map((place) => [place.node, place]));
    media.members(
      [...newest.values()].flatMap(({ node: name, media: at }) => {
        if (!at) return [];
        const { host, port, region } = at;
        return [{ name, host, port, ...(region !== undefined && { region }) }];
      }),
    );
  }
}

/** What the server needs of its node; a single server has none. */
export interface Cluster extends Pick<ClusterNode, 'serve' | 'origins' | 'list' | 'cordon' | 'drain'> {
  readonly directory: Directory;
}
