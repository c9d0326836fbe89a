/** Why a request to a stranger's address came to nothing. A client translates these; `message` says it in English. */
export type OutwardFailure =
  | 'address'
  | 'forbidden'
  | 'unresolved'
  | 'unreachable'
  | 'late'
  | 'silent'
  | 'redirected'
  | 'tooLarge'
  | 'type'
  | 'encoded'
  | 'busy';

/** The typed error of a request to a stranger's address. Its message names no resolved address. */
export class OutwardError extends Error {
  override name = 'OutwardError';
  readonly reason: OutwardFailure;

  constructor(reason: OutwardFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** The bounds of one request. */
export interface OutwardBounds {
  /** The whole request with its redirects and its body, in ms. */
  readonly totalMs: number;
  /** The longest wait for the next byte, in ms. */
  readonly idleMs: number;
  /** The most bytes of the body of the answer. */
  readonly bytes: number;
  /** How many redirects are followed. */
  readonly redirects: number;
}

/** One request to a stranger's address. */
export interface OutwardRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The media types of answers that are taken, such as `application/pdf` or `image/*`; left out: all. */
  readonly types?: readonly string[];
  readonly bounds?: Partial<OutwardBounds>;
  /** Ends the request, also while the body is read. */
  readonly signal?: AbortSignal;
}

/** The answer, when its status and header have come. The caller reads `body` to its end or calls `close`. */
export interface OutwardAnswer {
  readonly status: number;
  /** The media type in lower case, without parameters; empty when the answer names none. */
  readonly type: string;
  /** The address that answered, after redirects. */
  readonly url: string;
  /** The name of the file that `Content-Disposition` gives; undefined without one. Still a stranger's text. */
  readonly filename: string | undefined;
  /** The bytes, once. @throws OutwardError `tooLarge`, `late`, `silent`, `unreachable` while it is read */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection. Idempotent. */
  close(): void;
}

/** Makes HTTP requests to addresses that strangers gave. */
export interface Outward {
  /** Checks the text of an address without resolving its name. @throws OutwardError `address`, `forbidden` */
  check(url: string): void;
  /** Resolves when the header of the answer has come, whatever its status. @throws OutwardError */
  open(request: OutwardRequest): Promise<OutwardAnswer>;
}

/** Sends a request and returns the status of the answer, without its body. @throws OutwardError */
export async function statusOf(outward: Outward, request: OutwardRequest): Promise<number> {
  const answer = await outward.open(request);
  answer.close();
  return answer.status;
}

/** Sends a request and returns the answer with its whole body. @throws OutwardError */
export async function bytesOf(
  outward: Outward,
  request: OutwardRequest,
): Promise<Pick<OutwardAnswer, 'status' | 'type' | 'url' | 'filename'> & { readonly bytes: Buffer }> {
  const answer = await outward.open(request);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  const { status, type, url, filename } = answer;
  return { status, type, url, filename, bytes: Buffer.concat(chunks) };
}
