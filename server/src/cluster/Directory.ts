import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';

/** The addresses of a node's lines, as a browser opens them: full, or as a path on the server of the page. */
export interface Place {
  /** The name of the node; its tickets carry it. */
  readonly node: string;
  readonly roomUrl: string;
  readonly mediaUrl: string;
  /** Where the other nodes send it requests, `https://host:port`; undefined for a single server. */
  readonly inner?: string | undefined;
  /** Where it takes members of other nodes' rooms; undefined: it takes none. */
  readonly media?: { readonly host: string; readonly port: number; readonly region?: string | undefined } | undefined;
}

/** Who may get a family that no node owns: this node alone, or the one that has the most to spare. */
export type Where = 'here' | 'anywhere';

/** The answer to a claim. `fence` grows with each new owner of a family: the writer with the lower number is refused. */
export type Claim =
  | { readonly owner: 'here'; readonly fence: number }
  | { readonly owner: 'elsewhere'; readonly place: Place };

/**
 * Knows which node owns a family of rooms. A meeting is on one node with all its rooms, so the key is the root of the
 * family, the room without a parent. Only the owner opens, writes and erases the rooms of a family.
 */
export interface Directory {
  /** This node. */
  readonly here: Place;
  /** True when another node may take a family that this one releases. */
  readonly hasOthers: boolean;
  /** Makes this node the owner, unless another node is; the owner may claim again. @throws AppError `unavailable` */
  claim(root: RoomId): Promise<Claim>;
  /**
   * Gives a family that no node owns to the node that has the most to spare.
   * @returns the other node that has it now; undefined when this node owns it or is to claim it
   * @throws AppError `unavailable`
   */
  offer(root: RoomId): Promise<Place | undefined>;
  /** The other node that owns a family; undefined when this one does, or none. @throws AppError `unavailable` */
  find(root: RoomId): Promise<Place | undefined>;
  /** Releases the family when this node owns it. Idempotent. */
  release(root: RoomId): Promise<void>;
}

/** The room is on another node; the error carries that node's address. */
export class Moved extends AppError {
  readonly place: Place;

  constructor(place: Place) {
    super('unavailable', 'This meeting is on another machine now.', 'moved', place.roomUrl);
    this.place = place;
  }
}

/** Takes the error that a room is on another node for an answer. @throws any other error */
export function unlessMoved(error: unknown): undefined {
  if (!(error instanceof Moved)) throw error;
}
