import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';

/** Where the lines of a node are, as a browser opens them: an address, or a path on the server that it is on. */
export interface Place {
  /** The name of the node, as tickets carry it. */
  readonly node: string;
  readonly roomUrl: string;
  readonly mediaUrl: string;
}

/** The answer to a claim. `fence` grows with each owner of a family: of two writers, the one with the lower number is out. */
export type Claim =
  | { readonly owner: 'here'; readonly fence: number }
  | { readonly owner: 'elsewhere'; readonly place: Place };

/**
 * Which node owns a family of rooms: a meeting lives whole on one node, so the key is the family's root, the room without a
 * parent. Only the owner opens, writes and erases the rooms of a family.
 */
export interface Directory {
  /** This node. */
  readonly here: Place;
  /** Makes this node the owner unless another one is; the owner may claim again. @throws AppError `unavailable` */
  claim(root: RoomId): Promise<Claim>;
  /** Gives up what this node owns. Idempotent. */
  release(root: RoomId): Promise<void>;
}

/** The room is on another node; who asks is told where. */
export class Moved extends AppError {
  constructor({ roomUrl }: Place) {
    super('unavailable', 'This meeting is on another machine now.', 'moved', roomUrl);
  }
}
