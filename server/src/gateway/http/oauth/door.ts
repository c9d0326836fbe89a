import express, { type Request, type Response, type Router } from 'express';
import type { Rate } from '@plenum/shared/core/endpoint';
import { perMinute } from '@plenum/shared/core/endpoint';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { Provider } from '../../../identity/provider/Provider.ts';
import { type Standard, type StandardAnswer, standardPaths } from '../../../identity/provider/Standard.ts';
import { addressOf, limiter } from '../guards.ts';

interface OauthParts {
  readonly accounts: { readonly standard: Standard; readonly provider: Pick<Provider, 'registerItself'> };
  readonly failed: (what: string, error: unknown) => void;
}

/** The most bytes of a body; the longest real one has a code, a verifier and an address. */
const mostBytes = 8 * 1024;
/** How long a body may take, in ms. */
const bodyMs = 8_000;

/** A server that registers itself. It says more than we read: what it may do is the same for each. */
const Registration = z.object({
  redirect_uris: z.array(z.string().check(z.maxLength(300))).check(z.length(1)),
  token_endpoint_auth_method: z.literal('none'),
});

type Answering = (request: Request) => Promise<StandardAnswer> | StandardAnswer;

/**
 * The door of the addresses that OAuth and OpenID Connect fix: programs ask there, not pages of ours, so neither their forms
 * nor their errors are those of our API (decision 0182). It checks in this order: rate of the address, method, media type,
 * size; and it says nothing but the standard's error codes.
 */
export function oauthDoor(parts: OauthParts): Router {
  const { standard, provider } = parts.accounts;
  const router = express.Router();
  const serve = (method: 'get' | 'post', path: string, rate: Rate, answer: Answering) => {
    const limit = limiter(rate);
    router.all(path, async (request, response) => {
      response.setHeader('Cache-Control', 'no-store');
      try {
        await limit(addressOf(request));
        const asked = request.method === 'HEAD' ? 'GET' : request.method;
        if (asked !== method.toUpperCase()) return send(response.setHeader('Allow', method.toUpperCase()), wrong(405));
        return send(response, await answer(request));
      } catch (error) {
        return send(response, refusalOf(error, parts));
      }
    });
  };
  const often = perMinute(600);
  const discovery = () => ({ status: 200, body: standard.discovery() });
  serve('get', '/.well-known/openid-configuration', often, discovery);
  serve('get', '/.well-known/oauth-authorization-server', often, discovery);
  serve('get', standardPaths.keys, often, () => standard.keys());
  serve('get', standardPaths.userInfo, often, ({ headers }) => standard.userInfo(headers.authorization));
  serve('post', standardPaths.token, often, async (request) =>
    standard.token(new URLSearchParams(await bodyOf(request, 'form')), request.headers.authorization),
  );
  serve('post', standardPaths.revoke, often, async (request) =>
    standard.revoke(new URLSearchParams(await bodyOf(request, 'form')), request.headers.authorization),
  );
  serve('post', standardPaths.register, perMinute(20), async (request) => {
    const parsed = Registration.safeParse(jsonIn(await bodyOf(request, 'json')));
    const redirect = parsed.data?.redirect_uris[0];
    if (redirect === undefined) return { status: 400, body: { error: 'invalid_client_metadata' } };
    const client = await provider.registerItself(redirect);
    const body = { client_id: client, redirect_uris: [redirect], token_endpoint_auth_method: 'none' };
    return { status: 201, body: { ...body, grant_types: ['authorization_code'], response_types: ['code'] } };
  });
  return router;
}

const types = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

/** @throws AppError `invalid`, with the bounds of the API's door */
async function bodyOf(request: Request, kind: keyof typeof types): Promise<string> {
  const { 'content-encoding': encoding = 'identity' } = request.headers;
  if (!request.is(types[kind]) || encoding !== 'identity')
    throw new AppError('invalid', `This address takes ${types[kind]}.`, 'type');
  const timer = setTimeout(() => request.destroy(), bodyMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > mostBytes) throw new AppError('invalid', `The body has more than ${mostBytes} bytes.`, 'bytes');
      chunks.push(piece);
    }
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: Response, { status, body, challenge }: StandardAnswer): void {
  if (response.headersSent) return;
  if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
  response.status(status).json(body);
}

function wrong(status: number): StandardAnswer {
  return { status, body: { error: 'invalid_request' } };
}

function refusalOf(error: unknown, { failed }: OauthParts): StandardAnswer {
  if (!(error instanceof AppError) || error.code === 'internal') {
    failed('answering a program that signs people in', error);
    return { status: 500, body: { error: 'server_error' } };
  }
  if (error.code === 'limited') return { status: 429, body: { error: 'temporarily_unavailable' } };
  if (error.code === 'forbidden') return { status: 403, body: { error: 'access_denied' } };
  if (error.code === 'full') return { status: 503, body: { error: 'temporarily_unavailable' } };
  if (error.bound === 'type') return wrong(415);
  if (error.bound === 'bytes') return wrong(413);
  return wrong(400);
}
