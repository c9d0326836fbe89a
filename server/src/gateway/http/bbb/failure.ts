import type { Node } from './xml.ts';

/** An error of BigBlueButton's API: a key that programs compare, and words. */
export class Failed extends Error {
  override name = 'Failed';
  readonly key: string;
  /** The HTTP status; BigBlueButton answers nearly all errors with 200, and its clients expect that. */
  readonly status: number;

  constructor(key: string, message: string, status = 200) {
    super(message);
    this.key = key;
    this.status = status;
  }
}

/** The answer to a request that fails. */
export function failureNodes({ key, message }: Pick<Failed, 'key' | 'message'>): readonly Node[] {
  return [
    ['returncode', 'FAILED'],
    ['messageKey', key],
    ['message', message],
  ];
}

export const checksumError = () => new Failed('checksumError', 'You did not pass the checksum security check');

export const unsupportedRequest = () => new Failed('unsupportedRequest', 'This request is not supported.');

export const unsupportedContentType = () =>
  new Failed('unsupportedContentType', 'POST request Content-Type is missing or unsupported');

export const notFound = () => new Failed('notFound', 'We could not find a meeting with that meeting ID');
