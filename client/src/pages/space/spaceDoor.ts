import type { RoomInfo } from '@plenum/shared/api/room/contract';
import type { SpaceSign } from '@plenum/shared/api/space/contract';
import { limits } from '@plenum/shared/core/limits';
import type { ParseKeys } from 'i18next';
import { boundOf, codeOf } from '../../app/errorWords.ts';

/** True for a person who enters as a host of the space. */
function leads({ as }: SpaceSign): boolean {
  return as !== 'none';
}

/** True when the bare link may not begin the meeting that nobody has begun. */
export function waitsForBegin(sign: SpaceSign, hasCode: boolean): boolean {
  if (sign.people > 0 || leads(sign)) return false;
  return sign.start === 'hosts' || (sign.start === 'members' && !hasCode);
}

/** True when a code changes how this person gets in. */
export function asksForCode(sign: SpaceSign): boolean {
  if (leads(sign)) return false;
  return sign.door !== 'open' || sign.full || waitsForBegin(sign, false);
}

/** What the pre-join page shows of a space. A code opens the door as far as this page knows; the server decides. */
export function infoOf(sign: SpaceSign, hasCode: boolean): RoomInfo {
  const { slug, title, people, full } = sign;
  const before = { id: `s/${slug}`, title, people, full: full && !leads(sign) && !hasCode };
  if (waitsForBegin(sign, hasCode)) return { ...before, door: 'closed' };
  // A meeting that has ended begins anew here.
  const door = sign.door === 'ended' ? 'open' : sign.door;
  return { ...before, door: leads(sign) || hasCode ? 'open' : door };
}

/** The words for a refusal that only the link of a space meets. */
export function wordsOfSpaceRefusal(error: unknown): ParseKeys<'space'> | undefined {
  const [code, bound] = [codeOf(error), boundOf(error)];
  if (bound === 'notStarted') return 'notBegun';
  if (bound === 'signIn') return 'signInFirst';
  if (bound === 'suspended') return 'suspended';
  if (code === 'full' && bound === 'participants') return 'tierFull';
  return undefined;
}

/** The code in a link: `#code=abcd-efgh-jkmn-pqrs`. */
export function codeInHash(hash: string): string {
  const given = new URLSearchParams(hash.slice(1)).get('code') ?? '';
  return /^[\da-z-]{1,40}$/i.test(given) ? given : '';
}

/** The name that a page around this one suggests: `#name=Ana`. */
export function nameInHash(hash: string): string | undefined {
  const given = new URLSearchParams(hash.slice(1)).get('name') ?? '';
  return given === '' ? undefined : given.slice(0, limits.nameLength);
}

/** True for a text that has the length of a code. */
export function isWhole(code: string): boolean {
  return code.replaceAll(/[\s-]/g, '').length === 16;
}
