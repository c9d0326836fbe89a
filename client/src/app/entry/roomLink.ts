import '../../core/jitless.ts';
import { RoomId } from '@plenum/shared/core/ids';
import { keyKinds, type KeyKind, type RoomKeys } from '@plenum/shared/core/keys';
import * as z from 'zod/mini';

/** The room's id in what a person wrote: a link of this server, another Plenum's path, or a name with capitals and spaces. */
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

/** The invitation that gives a role. The key stands behind the #, so that no server and no log ever sees it. */
export function linkWithKey(roomId: string, kind: KeyKind, key: string, origin: string = location.origin): string {
  return `${linkOf(roomId, origin)}#${kind}=${key}`;
}

/** The keys in a link. */
export function keysInLink(written: string): RoomKeys {
  const given = new URLSearchParams(written.split('#')[1] ?? '');
  const keys = keyKinds.flatMap((kind) => {
    const key = given.get(kind);
    return key !== null && /^[A-Za-z0-9_-]{16,64}$/.test(key) ? [[kind, key]] : [];
  });
  return Object.fromEntries(keys);
}
