import type { RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@plenum/shared/core/errors';
import { isOwnOrigin } from '../origin.ts';

/** Many people of one school or office come from one address: high for everyone, against machines only. */
export function limitPerAddress(perMinute: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (request, _response, next) => {
    try {
      await limiter.consume(request.ip ?? '');
    } catch {
      throw new AppError('limited', 'Too many requests from this address. Try again in a minute.');
    }
    next();
  };
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
