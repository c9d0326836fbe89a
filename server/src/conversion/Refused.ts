/** Reasons why a file does not become pages or a picture. */
export type Reason =
  /** The kind of the file cannot be converted. */
  | 'kind'
  /** The file is an office document, and this server has no program to convert it. */
  | 'office'
  | 'empty'
  /** More bytes than allowed, or another number than announced. */
  | 'bytes'
  | 'pages'
  /** A picture or page has a size or shape beyond the bounds. */
  | 'size'
  /** The file needs a password, or is protected in a way that only some programs know. */
  | 'locked'
  /** The PDF is a form (XFA) that only Adobe's programs paint: its page says that one needs them. */
  | 'form'
  /** The PDF is a portfolio: one page with other files in it. */
  | 'portfolio'
  | 'broken'
  /** The conversion took too much time or memory. */
  | 'heavy'
  /** Too many jobs wait. */
  | 'busy'
  /** The same file is already being converted for this room. */
  | 'twice';

/** The error for a file that is not converted. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: Reason;

  constructor(reason: Reason, detail: string = reason) {
    super(detail);
    this.reason = reason;
  }
}
