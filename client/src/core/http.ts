import './jitless.ts';
import * as rooms from '@plenum/shared/api/room/contract';
import * as server from '@plenum/shared/api/server/contract';
import type { Schema } from '@plenum/shared/core/contract';
import { addressOf, type Endpoint, type InputOf, type OutputOf, type Place } from '@plenum/shared/core/endpoint';
import { AppError, Failure, LimitMet } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { asAppError } from './failure.ts';

/** How long an answer may take, in ms. */
const patience = 15_000;

/** Returns the address at which a file of an endpoint is instead; undefined: at the endpoint's. */
export type Elsewhere = (endpoint: string, params: Readonly<Record<string, unknown>>) => string | undefined;

/** What every request may say beside its endpoint's own. */
interface Manner {
  readonly elsewhere?: Elsewhere | undefined;
  /** The seat that the request bears. */
  readonly seat?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Asking<E extends Endpoint> = Place<E> &
  Manner &
  (InputOf<E> extends object ? { readonly input: InputOf<E> } : { readonly input?: undefined });

/** An endpoint that answers with JSON. */
type JsonEndpoint = Endpoint & { readonly answer?: undefined; readonly output: Schema };
/** An endpoint that answers with a file. */
type FileEndpoint = Endpoint & { readonly answer: 'bytes' };

/**
 * Asks an endpoint and checks its answer.
 * @param base where the server is, `https://…`; empty for the one that this page is from
 * @throws AppError with the server's code; `unavailable` when it cannot be reached, `internal` when its answer does not fit
 */
export async function call<E extends JsonEndpoint>(base: string, endpoint: E, asking: Asking<E>): Promise<OutputOf<E>> {
  const response = await ask(base, endpoint, { ...asking, signal: asking.signal ?? AbortSignal.timeout(patience) });
  const answer = z.safeParse(endpoint.output, await bodyOf(response));
  if (!answer.success) throw new AppError('internal', `The server's answer is not understood: ${answer.error.message}`);
  return answer.data as OutputOf<E>;
}

/** Gets a file; the body is not read yet. @throws AppError with the server's code; `unavailable` when it cannot be reached */
export function fetchFile<E extends FileEndpoint>(base: string, endpoint: E, asking: Asking<E>): Promise<Response> {
  return ask(base, endpoint, asking);
}

/** The failure in an answer; what is none came from something between here and the server. */
export function failureIn(body: unknown): AppError {
  const { success, data } = z.safeParse(Failure, body);
  if (success && data.met) return new LimitMet(data.message, data.met);
  if (success) return new AppError(data.code, data.message, data.bound);
  return new AppError('unavailable', 'Something between here and the server answered in its place.');
}

async function ask<E extends Endpoint>(base: string, endpoint: E, asking: Asking<E>): Promise<Response> {
  const { seat, signal, input, elsewhere, params } = asking;
  const url = base + (elsewhere?.(endpoint.name, params ?? {}) ?? addressOf(endpoint, asking));
  const response = await fetch(url, {
    method: endpoint.method,
    headers: {
      // Browsers put their own origin in its place; Node has none, and the server wants one.
      ...(base !== '' && { origin: new URL(base).origin }),
      ...(seat !== undefined && { authorization: `Bearer ${seat}` }),
      ...(input !== undefined && { 'content-type': 'application/json' }),
    },
    ...(input !== undefined && { body: JSON.stringify(input) }),
    signal: signal ?? null,
  }).catch((cause: unknown) => {
    const words = `The server could not be reached: ${asAppError(cause).message}`;
    throw Object.assign(new AppError('unavailable', words), { cause });
  });
  if (!response.ok) throw failureIn(await bodyOf(response));
  return response;
}

function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

/** What the server says of itself to everybody. @throws AppError as `call` does */
export function serverInfo(base: string): Promise<server.ServerInfo> {
  return call(base, server.serverInfo, { params: {} });
}

/** Opens a room. @throws AppError as `call` does */
export function createRoom(base: string, input: rooms.CreateRoomInput): Promise<rooms.CreateRoomOutput> {
  return call(base, rooms.createRoom, { params: {}, input });
}

/** Looks at a room from outside. @throws AppError as `call` does; `notFound` when there is none */
export function roomInfo(base: string, room: string): Promise<rooms.RoomInfo> {
  return call(base, rooms.roomInfo, { params: { room } });
}

/** Asks for the right to open a room line; it lasts two minutes and works once. @throws AppError `full`, `notFound`, … */
export function requestTicket(base: string, room: string, input: rooms.TicketInput): Promise<rooms.TicketOutput> {
  return call(base, rooms.requestTicket, { params: { room }, input });
}
