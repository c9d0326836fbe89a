import type { Request } from 'express';
import { type Acting, type Asker, keyPrefix, type Scope } from '@plenum/shared/core/asker';
import type { Endpoint } from '@plenum/shared/core/endpoint';
import { AppError } from '@plenum/shared/core/errors';
import type { Identity } from '../../identity/ports.ts';
import { networkOf } from '../addressPrefix.ts';

/** The parts that accounts and API keys are looked up in. */
export interface Askers {
  readonly identity: Pick<Identity, 'whoAsks'>;
  /** The program with this API key, when the key is valid and has the scope. @throws AppError `forbidden` */
  readonly requireKey: (key: string, scope: Scope) => Promise<Asker>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** True when the request has an API key and the endpoint takes one. Its cookies are then ignored. */
export function bearsKey({ who }: Pick<Endpoint, 'who'>, { headers }: Request): boolean {
  return who.by === 'account' && who.scope !== undefined && keyIn(headers.authorization) !== undefined;
}

/** The account of the session; undefined without a valid one. */
export async function findAsker(askers: Askers, request: Request): Promise<Acting | undefined> {
  const found = await askers.identity.whoAsks(request.headers);
  if (!found) return undefined;
  const { account, name, email, verified, operator } = found;
  return acting(askers, request, { is: 'account', account, name, email, verified, operator });
}

/**
 * The account of the session, or the program with the API key where the contract names a scope.
 * @throws AppError `forbidden`, with the bound `signIn` without a valid session
 */
export async function requireAsker(askers: Askers, request: Request, scope: Scope | undefined): Promise<Acting> {
  const key = keyIn(request.headers.authorization);
  if (key !== undefined) {
    if (scope === undefined) throw new AppError('forbidden', 'This address takes no API key: sign in instead.');
    return acting(askers, request, await askers.requireKey(key, scope));
  }
  const found = await findAsker(askers, request);
  if (!found) throw new AppError('forbidden', 'Sign in to do this.', 'signIn');
  return found;
}

/** @throws AppError `forbidden` for an account that runs no server */
export async function requireOperator(askers: Askers, request: Request): Promise<Acting> {
  const found = await requireAsker(askers, request, undefined);
  if (found.asker.is !== 'account' || !found.asker.operator) {
    throw new AppError('forbidden', 'Only an operator of this server may do this.');
  }
  return found;
}

/** The key of an asker for limits. */
export function keyOf(asker: Asker): string {
  return asker.is === 'account' ? `account ${asker.account}` : `key ${asker.key}`;
}

function acting({ now }: Askers, { ip = '' }: Request, asker: Asker): Acting {
  return { asker, from: networkOf(ip), at: now() };
}

function keyIn(authorization: string | undefined): string | undefined {
  const token = /^Bearer ([\w-]{1,200})$/.exec(authorization ?? '')?.[1];
  return token?.startsWith(keyPrefix) ? token : undefined;
}
