import type { Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Rate } from '@plenum/shared/core/endpoint';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberView } from '../../room/serve.ts';
import { addressPrefix } from '../addressPrefix.ts';

/**
 * The network that a request comes from, for limits: an IPv4 address, or the /64 of an IPv6 address. A household owns a
 * whole /64, so 2^64 addresses must not count as many visitors.
 */
export function addressOf({ ip = '' }: Pick<Request, 'ip'>): string {
  return addressPrefix(ip);
}

/** The key of a member for limits: the browser, in every room and under every name, so that a new seat gives nothing. */
export function personOf({ person, id }: Pick<MemberView, 'person' | 'id'>): string {
  return person === undefined ? `member ${id}` : `person ${person}`;
}

/** Takes one request of a key. @throws AppError `limited` */
export type Limiter = (key: string) => Promise<void>;

/**
 * Makes a limiter. Many people of one school or office share an address: rates of addresses are high for everyone, and only
 * stop machines.
 */
export function limiter({ requests, seconds, words = 'Too many requests. Try again in a minute.' }: Rate): Limiter {
  const memory = new RateLimiterMemory({ points: requests, duration: seconds });
  return async (key) => {
    const takes = await memory.consume(key).then(
      () => true,
      () => false,
    );
    if (!takes) throw new AppError('limited', words);
  };
}
