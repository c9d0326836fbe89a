import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { AppError } from '@plenum/shared/core/errors';

/** Each takes a thread of Node's pool for about 60 ms and 32 MB; the files of the meetings need the other threads. */
const atOnce = 2;
/** The most that wait, so that nobody waits longer than some seconds. */
const mostWaiting = 100;

/** Hashes passwords with scrypt, away from the event loop, a few at once. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  readonly hash = (password: string): Promise<string> => this.#inTurn(() => hashPassword(password));

  readonly verify = (given: { readonly hash: string; readonly password: string }): Promise<boolean> =>
    this.#inTurn(() => verifyPassword(given));

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) {
      if (this.#waiting.length >= mostWaiting)
        throw new AppError('unavailable', 'Too many people sign in now. Try again in a moment.');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
