import type { CopyFault } from '@plenum/shared/api/recording/copies';

/** Why a copy was not made. */
export class CopyFailed extends Error {
  readonly why: CopyFault;

  constructor(why: CopyFault, message: string) {
    super(message);
    this.name = 'CopyFailed';
    this.why = why;
  }
}
