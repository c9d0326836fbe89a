import '../../core/jitless.ts';
import { RoomId } from '@plenum/shared/core/ids';
import { keyKinds, type KeyKind, type RoomKeys } from '@plenum/shared/core/keys';
import { withoutHidden } from '@plenum/shared/core/visible';
import * as z from 'zod/mini';

/** What a person needs to enter: a room, and the keys of the link. */
interface Invitation {
  readonly room: string;
  readonly keys: RoomKeys;
}

/** A link to a room, in whatever stands around it. Groups: the server, the room, the keys. */
const links =
  /(?:([\p{L}\p{N}.:[\]-]+)\/|(?<![\p{L}\p{N}_.-]))r\/([\p{L}\p{M}\p{N}_-]+)\/?(?:\?[^\s#<>"]*)?(#[\w=&-]+)?/giu;
/** The longest text in which a link is looked for, in characters. */
const textLength = 10_000;

/**
 * Finds the invitation in what a person wrote or pasted: a link of this server or of another one, with brackets, signs and words around
 * it, inside the address of a mail filter, a path, or a room name with capitals and spaces. Links of this server come first.
 */
export function invitationIn(written: string, host: string = location.host): Invitation | undefined {
  const text = withoutHidden(written.slice(0, textLength)).trim();
  const found = [text, ...decodings(text)].toReversed().flatMap((form) =>
    [...form.matchAll(links)].flatMap(([, server = '', name = '', hash = '']) => {
      // Words of another script may follow an address without a space.
      const room = idOf(name) ?? idOf(/^[a-z0-9-]*/i.exec(name)?.[0] ?? '');
      return room === undefined ? [] : [{ server, room, keys: keysInLink(hash) }];
    }),
  );
  const best = found.find(({ server }) => server.toLowerCase() === host) ?? found[0];
  if (best) return { room: best.room, keys: best.keys };
  const name = text.replace(/^["'„“”«»‚‘’(]+|["'„“”«»‚‘’).,;!]+$/gu, '');
  const room = /[/:?#]/.test(name) ? undefined : idOf(name);
  return room === undefined ? undefined : { room, keys: {} };
}

/** The room of a path that a mail program cut out of its text, with the sign behind it; nothing when the path is right. */
export function roomMeantBy(roomId: string): string | undefined {
  return z.safeParse(RoomId, roomId).success ? undefined : invitationIn(`/r/${roomId}`)?.room;
}

/** The text without percent signs of one and of two programs that passed it on. */
function decodings(text: string): readonly string[] {
  const once = decoded(text);
  if (once === text) return [];
  const twice = decoded(once);
  return twice === once ? [once] : [once, twice];
}

/** Decodes what can be decoded, and keeps a percent sign that is none of a program. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

function idOf(name: string): string | undefined {
  const plain = name
    .replace(/_+$/, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return z.safeParse(RoomId, plain).data;
}

/** The invitation to a room. */
export function linkOf(roomId: string, origin: string = location.origin): string {
  return `${origin}/r/${roomId}`;
}

/** The invitation that gives a role. The key stands behind the #, so that no server and no log ever sees it. */
export function linkWithKey(roomId: string, kind: KeyKind, key: string, origin: string = location.origin): string {
  return `${linkOf(roomId, origin)}#${kind}=${key}`;
}

/** Returns a path and hash that opens the room with the keys. */
export function pathOf({ room, keys }: Invitation): string {
  const hash = Object.entries(keys).map(([kind, key]) => `${kind}=${key}`);
  return `/r/${room}${hash.length > 0 ? `#${hash.join('&')}` : ''}`;
}

/** The keys in a link; signs behind a key are no part of it. */
export function keysInLink(written: string): RoomKeys {
  const given = new URLSearchParams(decoded(written).split('#')[1] ?? '');
  const keys = keyKinds.flatMap((kind) => {
    const key = /^[A-Za-z0-9_-]{16,64}(?![A-Za-z0-9_-])/.exec(given.get(kind) ?? '')?.[0];
    return key === undefined ? [] : [[kind, key]];
  });
  return Object.fromEntries(keys);
}
