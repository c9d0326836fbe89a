import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';

/** The addresses of a node's lines, as a browser opens them: full, or as a path on the server of the page. */
export interface Place {
  /** The name of the node; its tickets carry it. */
  readonly node: string;
  readonly roomUrl: string;
  readonly mediaUrl: string;
}

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
  /** Makes this node the owner, unless another node is; the owner may claim again. @throws AppError `unavailable` */
  claim(root: RoomId): Promise<Claim>;
  /** Releases the family when this node owns it. Idempotent. */
  release(root: RoomId): Promise<void>;
}

/** The room is on another node; the error carries that node's address. */
export class Moved extends AppError {
  constructor({ roomUrl }: Place) {
    super('unavailable', 'This meeting is on another machine now.', 'moved', roomUrl);
  }
}
