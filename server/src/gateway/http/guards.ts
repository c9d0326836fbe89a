import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberView } from '../../room/serve.ts';
import { addressPrefix } from '../addressPrefix.ts';
import { isOwnOrigin } from '../origin.ts';

/**
 * The line that a request comes from: an IPv4 address, or the /64 of an IPv6 one, which every household has to itself.
 * What limits count by, so that 2^64 addresses are not as many visitors.
 */
export function addressOf({ ip = '' }: Pick<Request, 'ip'>): string {
  return addressPrefix(ip);
}

/** Many people of one school or office come from one address: high for everyone, against machines only. */
export function limitPerAddress(perMinute: number): RequestHandler {
  return limitAddress(
    { points: perMinute, duration: 60 },
    'Too many requests from this address. Try again in a minute.',
  );
}

/** The same by the hour, for what stays. */
export function limitPerHour(perHour: number, words: string): RequestHandler {
  return limitAddress({ points: perHour, duration: 3_600 }, words);
}

function limitAddress(rate: { readonly points: number; readonly duration: number }, words: string): RequestHandler {
  const limiter = new RateLimiterMemory(rate);
  return async (request, _response, next) => {
    if (!(await takes(limiter, addressOf(request)))) throw new AppError('limited', words);
    next();
  };
}

/** Who a member is to limits: their browser, in whatever room and under whatever name. A new seat costs nothing. */
export function personOf({ person, id }: Pick<MemberView, 'person' | 'id'>): string {
  return person === undefined ? `member ${id}` : `person ${person}`;
}

/** Takes one of what a person may do `points` times in `duration` seconds. @throws AppError `limited` */
export function limitPerson(points: number, duration: number, words: string): (member: MemberView) => Promise<void> {
  const limiter = new RateLimiterMemory({ points, duration });
  return async (member) => {
    if (!(await takes(limiter, personOf(member)))) throw new AppError('limited', words);
  };
}

function takes(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => true,
    () => false,
  );
}

/** What changes something must come from a page of ours. */
export function ownOriginOnly(publicHost: string | undefined): RequestHandler {
  return (request, _response, next) => {
    if (request.method !== 'GET' && !isOwnOrigin(request, publicHost)) {
      throw new AppError('forbidden', 'Foreign origin.');
    }
    next();
  };
}
