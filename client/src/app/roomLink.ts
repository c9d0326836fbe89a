import '../core/jitless.ts';
import { RoomId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';

/** The room that a person means: a link of this server or another Plenum's path, or a name with capitals and spaces. */
export function roomOf(written: string): string | undefined {
  const text = written.trim();
  const fromLink = /\/r\/([^/?#\s]+)/.exec(text)?.[1];
  if (fromLink === undefined && /[/:?#]/.test(text)) return undefined;
  const name = (fromLink ?? text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return z.safeParse(RoomId, name).data;
}

/** The invitation to a room. */
export function linkOf(roomId: string, origin: string = location.origin): string {
  return `${origin}/r/${roomId}`;
}
