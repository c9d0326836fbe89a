import { AppError, Failure } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { contentsPath, RoomContents } from '@plenum/shared/core/wire';
import type { KeepsOf, RoomKept } from '../../../app/keeps.ts';
import type { MeetingSession } from '../../../app/session.ts';
import type { Printer } from '../../../app/prints.ts';
import type { FeatureSlots } from '../../../app/slots.ts';
import { parseStates } from '../../../core/meeting.ts';

/** Loads the contents of an open or ended room of this meeting. @throws AppError with the server's code, or `unavailable` */
export async function contentsOf(home: MeetingSession, room: RoomId, printers: readonly Printer[]): Promise<RoomKept> {
  const answer = RoomContents.safeParse(await (await get(home, room)).json());
  if (!answer.success) throw new AppError('internal', 'The answer of the server is not understood.');
  const { title, states } = answer.data;
  const fetchFile = async (file: string) => (await get(home, room, `/files/${encodeURIComponent(file)}`)).blob();
  return { title, states: parseStates(states), printers, fetchFile };
}

/** Returns the keeps of all features for a room. */
export async function keepsIn(room: RoomKept, features: readonly FeatureSlots[]): Promise<ReturnType<KeepsOf>> {
  const all = await Promise.all(features.flatMap(({ loadKeeps }) => (loadKeeps ? [loadKeeps()] : [])));
  return all.flatMap((keepsOf) => keepsOf(room));
}

async function get({ pass }: MeetingSession, room: RoomId, more: string = ''): Promise<Response> {
  const response = await fetch(pass.base + contentsPath(pass.room, room) + more, {
    headers: { authorization: `Bearer ${pass.seat}` },
  }).catch(() => {
    throw new AppError('unavailable', 'The server could not be reached.');
  });
  if (response.ok) return response;
  const failure = Failure.safeParse(await response.json().catch(() => undefined));
  throw new AppError(failure.data?.code ?? 'unavailable', failure.data?.message ?? 'There is nothing to be had.');
}
