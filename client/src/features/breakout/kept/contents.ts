import { contentsFile, roomContents } from '@plenum/shared/api/contents/contract';
import type { RoomId } from '@plenum/shared/core/ids';
import { downloadFile } from '../../../app/files.ts';
import { features } from '@plenum/shared/features/index';
import type { KeepsOf, RoomKept } from '../../../app/keeps.ts';
import type { MeetingSession } from '../../../app/session.ts';
import type { Printer } from '../../../app/prints.ts';
import type { FeatureSlots } from '../../../app/slots.ts';
import { call } from '../../../core/http.ts';
import { parseStates } from '../../../core/meeting.ts';

/** What is, or was, in a room of this meeting. @throws AppError with the server's code, or `unavailable` */
export async function contentsOf(home: MeetingSession, room: RoomId, printers: readonly Printer[]): Promise<RoomKept> {
  const { base, seat, room: meeting } = home.pass;
  const { title, states } = await call(base, roomContents, { params: { room: meeting, child: room }, seat });
  const fetchFile = (file: string) => downloadFile(home.pass, contentsFile, { child: room, file });
  return { title, states: parseStates(states, features), printers, fetchFile };
}

/** Everything that features have to save of a room. */
export async function keepsIn(room: RoomKept, features: readonly FeatureSlots[]): Promise<ReturnType<KeepsOf>> {
  const all = await Promise.all(features.flatMap(({ loadKeeps }) => (loadKeeps ? [loadKeeps()] : [])));
  return all.flatMap((keepsOf) => keepsOf(room));
}
