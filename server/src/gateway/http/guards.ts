import type { Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Rate } from '@plenum/shared/core/endpoint';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberView } from '../../room/serve.ts';
import { addressPrefix } from '../addressPrefix.ts';

/**
 * The line that a request comes from: an IPv4 address, or the /64 of an IPv6 one, which every household has to itself.
 * What limits count by, so that 2^64 addresses are not as many visitors.
 */
export function addressOf({ ip = '' }: Pick<Request, 'ip'>): string {
  return addressPrefix(ip);
}

/** Who a member is to limits: their browser, in whatever room and under whatever name. A new seat costs nothing. */
export function personOf({ person, id }: Pick<MemberView, 'person' | 'id'>): string {
  return person === undefined ? `member ${id}` : `person ${person}`;
}

/** Takes one of what a key may do. @throws AppError `limited` */
export type Limiter = (key: string) => Promise<void>;

/**
 * Many people of one school or office come from one address: rates of addresses are high for everyone, against machines
 * only.
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
