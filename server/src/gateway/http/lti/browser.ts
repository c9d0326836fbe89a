import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

/** How long a browser keeps the cookie after its last launch began, in seconds. */
const cookieSeconds = 600;
const secretForm = /^[\w-]{43}$/;

/** The cookie by which a launch is known to end in the browser in which it began. */
export class LaunchCookie {
  readonly #name: string;

  /** @param origin of this server; no other host of its domain can set the cookie where it is https */
  constructor(origin: string) {
    this.#name = origin.startsWith('https:') ? '__Host-plenum-lti' : 'plenum-lti';
  }

  /** Gives the browser a secret, or keeps the one that it has, because launches in several tabs run at once. @returns its hash */
  give(request: Request, response: Response): string {
    const secret = this.#secretIn(request) ?? randomBytes(32).toString('base64url');
    response.cookie(this.#name, secret, {
      httpOnly: true,
      secure: true,
      // The platform's page sends the browser here by a form, mostly in a frame.
      sameSite: 'none',
      partitioned: true,
      path: '/',
      maxAge: cookieSeconds * 1_000,
    });
    return hashOf(secret);
  }

  /** True when the browser has the secret of this hash. */
  fits(request: Request, hash: string): boolean {
    const secret = this.#secretIn(request);
    return secret !== undefined && hashOf(secret) === hash;
  }

  #secretIn({ headers }: Request): string | undefined {
    const pairs = (headers.cookie ?? '').split(/;\s*/);
    const secret = pairs.find((pair) => pair.startsWith(`${this.#name}=`))?.slice(this.#name.length + 1);
    return secret !== undefined && secretForm.test(secret) ? secret : undefined;
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
