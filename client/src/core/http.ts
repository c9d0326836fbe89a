import './jitless.ts';
import { AppError, Failure } from '@plenum/shared/core/errors';
import {
  type CreateRoomInput,
  CreateRoomOutput,
  RoomInfo,
  ServerInfo,
  type TicketInput,
  TicketOutput,
} from '@plenum/shared/core/wire';
import * as z from 'zod/mini';
import { asAppError } from './failure.ts';

/** What the server says of itself to everybody. @throws AppError `unavailable` when it cannot be reached */
export function serverInfo(base: string): Promise<ServerInfo> {
  return call(ServerInfo, `${base}/api/server`);
}

/** Opens a room. @throws AppError with the server's code; `unavailable` when it cannot be reached */
export function createRoom(base: string, input: CreateRoomInput): Promise<CreateRoomOutput> {
  return call(CreateRoomOutput, `${base}/api/rooms`, input);
}

/** Looks at a room from outside. @throws AppError `notFound` when there is none */
export function roomInfo(base: string, roomId: string): Promise<RoomInfo> {
  return call(RoomInfo, `${base}/api/rooms/${encodeURIComponent(roomId)}`);
}

/** Asks for the right to open a room line; it lasts two minutes and works once. @throws AppError `full`, `notFound`, … */
export function requestTicket(base: string, roomId: string, input: TicketInput): Promise<TicketOutput> {
  return call(TicketOutput, `${base}/api/rooms/${encodeURIComponent(roomId)}/tickets`, input);
}

async function call<S extends z.ZodMiniType>(schema: S, url: string, input?: unknown): Promise<z.infer<S>> {
  const { ok, body } = await fetchJson(url, input);
  if (!ok) {
    const failure = z.safeParse(Failure, body);
    throw failure.success
      ? new AppError(failure.data.code, failure.data.message, failure.data.bound)
      : new AppError('unavailable', 'Something between here and the server answered in its place.');
  }
  const answer = z.safeParse(schema, body);
  if (!answer.success) throw new AppError('internal', `The server's answer is not understood: ${answer.error.message}`);
  return answer.data;
}

async function fetchJson(url: string, input: unknown): Promise<{ ok: boolean; body: unknown }> {
  try {
    const response = await fetch(url, {
      method: input === undefined ? 'GET' : 'POST',
      // Browsers put their own origin in its place; Node has none, and the server wants one.
      headers: { origin: new URL(url).origin, ...(input !== undefined && { 'content-type': 'application/json' }) },
      ...(input !== undefined && { body: JSON.stringify(input) }),
      signal: AbortSignal.timeout(15_000),
    });
    return { ok: response.ok, body: await response.json().catch(() => undefined) };
  } catch (error) {
    throw new AppError('unavailable', `The server could not be reached: ${asAppError(error).message}`);
  }
}
