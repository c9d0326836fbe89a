/** Why a file does not become pages or a picture. */
export type Reason =
  /** Not a kind of file that can be shown. */
  | 'kind'
  /** An office document, and this server has no program to convert it. */
  | 'office'
  | 'empty'
  /** Other bytes than allowed or than were said. */
  | 'bytes'
  | 'pages'
  /** A picture or a page of a shape or size that nobody could look at. */
  | 'size'
  /** It asks for a password. */
  | 'locked'
  | 'broken'
  /** It took too much time or memory. */
  | 'heavy'
  /** Too many wait for their turn. */
  | 'busy'
  /** The same file is being converted for this room already. */
  | 'twice';

/** A file that is not converted, and why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: Reason;

  constructor(reason: Reason, detail: string = reason) {
    super(detail);
    this.reason = reason;
  }
}
