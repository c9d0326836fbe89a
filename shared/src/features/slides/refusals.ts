/** Reasons why a file does not become a presentation. */
export const refusals = [
  /** The kind of the file cannot be converted. */
  'kind',
  /** The file is an office document, and this server has no program to convert it. */
  'office',
  'empty',
  /** More bytes than allowed. */
  'bytes',
  'pages',
  /** A picture or page has a size or shape beyond the bounds. */
  'size',
  /** The file needs a password, or is protected in a way that only some programs know. */
  'locked',
  /** The PDF is a form (XFA) that only Adobe's programs paint. */
  'form',
  /** The PDF is one page with other files in it. */
  'portfolio',
  'broken',
  /** The conversion took too much time or memory. */
  'heavy',
  /** The room has as many presentations as it may have. */
  'full',
  /** The sender lost the right to add presentations during the upload. */
  'forbidden',
  /** Too many uploads at once, or in a short time. */
  'busy',
  /** The same file is already being converted for this room. */
  'twice',
] as const;
export type Refusal = (typeof refusals)[number];

/** Reasons why a document that a program named by its address never came. */
export const missReasons = [
  /** The address is none that this server asks: no URL, or not http or https. */
  'address',
  /** The address is in a private network, or the operator does not list its host. */
  'private',
  /** The host cannot be found or reached, or redirects in a circle. */
  'unreachable',
  /** The host took too long. */
  'late',
  /** The host has no such file, or does not give it to this server. */
  'absent',
  /** The address gave something else than a file, such as a page on which a person signs in. */
  'page',
  /** The server stopped, or failed, before the document was here. */
  'interrupted',
] as const;
export type MissReason = (typeof missReasons)[number] | Refusal;
