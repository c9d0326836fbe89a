import type { Refusal } from '@plenum/shared/features/slides/upload';

/** A file that does not become a presentation, and why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: Refusal;

  constructor(reason: Refusal, detail: string = reason) {
    super(detail);
    this.reason = reason;
  }
}
