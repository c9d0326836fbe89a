import type { Request, RequestHandler, Response } from 'express';
import type { Schema } from '@plenum/shared/core/contract';
import { type Endpoint, writes } from '@plenum/shared/core/endpoint';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { Acting } from '@plenum/shared/core/asker';
import * as z from 'zod/mini';
import type { Seated } from '../../files/ports.ts';
import type { Caller as CookieCaller } from '../../identity/ports.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { Moved } from '../../cluster/Directory.ts';
import type { NodeDoor } from '../NodeDoor.ts';
import { isOwnOrigin, publicOriginOf } from '../origin.ts';
import { Answer } from './answer.ts';
import { type Askers, bearsKey, findAsker, keyOf, requireAsker, requireOperator } from './asking.ts';
import { addressOf, type Limiter, limiter, personOf } from './guards.ts';
import { hasBody, parse, queryOf, readJson, requireSize, requireType } from './reading.ts';
import { Routes } from './routes.ts';
import { requireSeated, type Seats } from './seated.ts';
import type { AnyAsked, Serving } from './serving.ts';
import type { UploadBudget } from './UploadBudget.ts';

interface DoorOptions extends Seats, Askers {
  readonly files: FileStore;
  readonly budget: UploadBudget;
  readonly publicHost: string | undefined;
  /** Sends a request to the node that owns its room; undefined for a single server. */
  readonly nodes?: Pick<NodeDoor, 'forward'> | undefined;
  /** Takes an error that came when the answer had already begun. */
  readonly failed: (what: string, error: unknown) => void;
}

interface Entry {
  readonly endpoint: Endpoint;
  readonly serving: Serving;
  readonly addressLimits: readonly Limiter[];
  readonly personLimit: Limiter | undefined;
}

const routeKey = 'route';

/** The name of the endpoint that answered; undefined for a request that the door has no endpoint for. */
export function routeOf({ locals }: Response): string | undefined {
  const name: unknown = locals[routeKey];
  return typeof name === 'string' ? name : undefined;
}

const noQuery = z.strictObject({});

/**
 * The one door of the HTTP API. It checks every request in this order: path, method, origin of writing requests, rate,
 * caller, media type, size, query and body; then the handler runs.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #routes: Routes<Entry>;

  constructor(servings: readonly Serving[], options: DoorOptions) {
    this.#options = options;
    this.#routes = new Routes(servings.map(entryOf));
  }

  readonly handle: RequestHandler = async (request: Request, response: Response) => {
    const found = this.#routes.find(request.path);
    if (!found) throw nothingThere();
    const { route, values } = found;
    const entry = route.byMethod.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (!entry) {
      response.setHeader('Allow', route.allow);
      throw new AppError('invalid', `This address takes ${route.allow} only.`, 'method');
    }
    response.locals[routeKey] = entry.endpoint.name;
    const params = paramsOf(entry.endpoint, values);
    const answer = new Answer(entry.serving, request, response, this.#options);
    try {
      const caller = await this.#letIn(entry, request, params);
      await answer.send(await this.#read(entry, { request, response, params, ...caller }, answer));
    } catch (error) {
      if (error instanceof Moved && (await this.#forward(request, response, error))) return;
      answer.fail(error);
    }
  };

  /** @returns false when the request cannot be sent on: its answer has begun, or its bytes were read */
  async #forward(request: Request, response: Response, moved: Moved): Promise<boolean> {
    const { nodes } = this.#options;
    const body: unknown = request.body;
    if (!nodes || response.headersSent || (request.readableDidRead && body === undefined && hasBody(request)))
      return false;
    await nodes.forward(request, response, moved, body === undefined ? undefined : JSON.stringify(body));
    return true;
  }

  /** Checks origin, rate and caller, before the body is read. */
  async #letIn(entry: Entry, request: Request, params: AnyAsked['params']): Promise<Sender> {
    const { endpoint, addressLimits } = entry;
    // No page can make a browser send a key, and programs have no origin.
    if (writes(endpoint) && !bearsKey(endpoint, request) && !isOwnOrigin(request, this.#options.publicHost)) {
      throw new AppError('forbidden', 'This request comes from a page of another server.');
    }
    for (const limit of addressLimits) await limit(addressOf(request));
    return this.#callerOf(entry, request, params);
  }

  async #callerOf(
    { endpoint: { who }, serving, personLimit }: Entry,
    request: Request,
    params: AnyAsked['params'],
  ): Promise<Sender> {
    switch (who.by) {
      case 'anyone':
        return { seated: undefined, acting: who.known && (await findAsker(this.#options, request)) };
      case 'seat': {
        const seated = await requireSeated(this.#options, request.headers.authorization, Reflect.get(params, 'room'));
        if (who.needs !== undefined && !seated.member.abilities.includes(who.needs)) {
          throw new AppError('forbidden', who.words ?? 'You may not do this here.');
        }
        serving.requireAllowed?.(seated);
        await personLimit?.(personOf(seated.member));
        return { seated, acting: undefined };
      }
      case 'account':
      case 'operator': {
        const asks = who.by === 'operator' ? requireOperator : requireAsker;
        const acting = await asks(this.#options, request, who.by === 'account' ? who.scope : undefined);
        await personLimit?.(keyOf(acting.asker));
        return { seated: undefined, acting };
      }
      default:
        return assertNever(who);
    }
  }

  /** Asks again for who has the session or key: a body that comes slowly must not outlive the rights with which it began. */
  async #stillActing({ who }: Endpoint, request: Request, began: Acting | undefined): Promise<Acting | undefined> {
    if (!began || who.by === 'seat') return began;
    if (who.by === 'anyone') return findAsker(this.#options, request);
    return who.by === 'operator'
      ? requireOperator(this.#options, request)
      : requireAsker(this.#options, request, who.scope);
  }

  async #read(
    { endpoint }: Entry,
    { request, response, params, seated, acting: began }: LetIn,
    answer: Answer,
  ): Promise<AnyAsked> {
    requireType(endpoint, request);
    requireSize(endpoint, request);
    const query = parse(endpoint.query ?? noQuery, queryOf(request));
    const input = endpoint.input && parse(endpoint.input, await readJson(request, response));
    const acting = endpoint.input ? await this.#stillActing(endpoint, request, began) : began;
    const { mostBytes = 0, body } = endpoint;
    const upload =
      body && (await this.#options.budget.open(request, senderOf(seated, acting, addressOf(request)), mostBytes));
    const { gone, say } = answer;
    const { publicHost } = this.#options;
    const origin = publicOriginOf(request, publicHost);
    const asked = { params, query, input, address: addressOf(request), origin, gone, say };
    return { ...asked, caller: callerOf(request, response), seated, acting, upload: upload || undefined };
  }
}

function callerOf(request: Request, response: Response): CookieCaller {
  const setCookies = (cookies: readonly string[]) => {
    for (const cookie of cookies) response.append('Set-Cookie', cookie);
  };
  return { headers: request.headers, address: addressOf(request), setCookies };
}

/** For whom an upload counts. */
function senderOf(seated: Seated | undefined, acting: Acting | undefined, address: string) {
  if (seated) return { key: personOf(seated.member), whose: 'This browser' };
  if (acting) return { key: keyOf(acting.asker), whose: 'Your account' };
  return { key: `address ${address}`, whose: 'Your network' };
}

/** Who sends a request, as far as the contract asks. */
interface Sender {
  readonly seated: Seated | undefined;
  readonly acting: Acting | undefined;
}

interface LetIn extends Sender {
  readonly request: Request;
  readonly response: Response;
  readonly params: AnyAsked['params'];
}

function entryOf(serving: Serving): Entry {
  const { endpoint, limit = endpoint.limit } = serving;
  const { address, person } = limit;
  return { endpoint, serving, addressLimits: address.map(limiter), personLimit: person && limiter(person) };
}

/** The parsed parameters. A malformed id gets the same answer as an unknown one, so that the difference reveals nothing. */
function paramsOf({ params = {} }: Endpoint, values: Readonly<Record<string, string>>): AnyAsked['params'] {
  const parsed = Object.entries(params).map(([name, schema]: [string, Schema]) => {
    const value = schema.safeParse(values[name]);
    if (!value.success) throw nothingThere();
    return [name, value.data] as const;
  });
  return Object.fromEntries(parsed);
}

function nothingThere(): AppError {
  return new AppError('notFound', 'There is nothing at this address.');
}
