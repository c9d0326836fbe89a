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

/** The server's public information. @throws AppError `unavailable` when the server cannot be reached */
export function serverInfo(base: string): Promise<ServerInfo> {
  return call(ServerInfo, `${base}/api/server`);
}

/** Opens a room. @throws AppError with the server's code; `unavailable` when the server cannot be reached */
export function createRoom(base: string, input: CreateRoomInput): Promise<CreateRoomOutput> {
  return call(CreateRoomOutput, `${base}/api/rooms`, input);
}

/** Information about a room, without a seat in it. @throws AppError `notFound` */
export function roomInfo(base: string, roomId: string): Promise<RoomInfo> {
  return call(RoomInfo, `${base}/api/rooms/${encodeURIComponent(roomId)}`);
}

/** Asks for a ticket for a room line; it is valid for two minutes and one use. @throws AppError `full`, `notFound`, … */
export function requestTicket(base: string, roomId: string, input: TicketInput): Promise<TicketOutput> {
  return call(TicketOutput, `${base}/api/rooms/${encodeURIComponent(roomId)}/tickets`, input);
}

async function call<S extends z.ZodMiniType>(schema: S, url: string, input?: unknown): Promise<z.infer<S>> {
  const { ok, body } = await fetchJson(url, input);
  if (!ok) {
    const failure = z.safeParse(Failure, body);
    throw failure.success
      ? new AppError(failure.data.code, failure.data.message, failure.data.bound)
      : new AppError('unavailable', 'A proxy answered instead of the server.');
  }
  const answer = z.safeParse(schema, body);
  if (!answer.success) throw new AppError('internal', `The server's answer is not understood: ${answer.error.message}`);
  return answer.data;
}

async function fetchJson(url: string, input: unknown): Promise<{ ok: boolean; body: unknown }> {
  try {
    const response = await fetch(url, {
      method: input === undefined ? 'GET' : 'POST',
      // Browsers replace this header by their own origin. Node sets none, and the server requires one.
      headers: { origin: new URL(url).origin, ...(input !== undefined && { 'content-type': 'application/json' }) },
      ...(input !== undefined && { body: JSON.stringify(input) }),
      signal: AbortSignal.timeout(15_000),
    });
    return { ok: response.ok, body: await response.json().catch(() => undefined) };
  } catch (error) {
    throw new AppError('unavailable', `The server could not be reached: ${asAppError(error).message}`);
  }
}
