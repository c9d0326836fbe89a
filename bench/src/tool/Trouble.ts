/** Why a run cannot start or go on, in words for the person at the terminal. */
export class Trouble extends Error {
  /** What the person can do; printed below the message. */
  readonly advice: string;

  constructor(message: string, advice = '') {
    super(message);
    this.name = 'Trouble';
    this.advice = advice;
  }
}

/** The words of any error. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
