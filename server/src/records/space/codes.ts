import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CodeKind } from '@plenum/shared/api/space/contract';
import type { SpaceFacts } from '../../storage/recordPorts.ts';

/** Letters that people can read aloud: no two look alike. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz0';
/** 16 letters are 80 bits. */
const letters = 16;

/**
 * A code of a space: `abcd-efgh-jkmn-pqrs`. It is derived from the secret of this server and from how often it was made anew,
 * so that no table has it.
 */
export function codeOf(secret: string, { id, turns }: Pick<SpaceFacts, 'id' | 'turns'>, kind: CodeKind): string {
  const mac = createHmac('sha256', secret).update(`space code ${id} ${kind} ${turns[kind]}`).digest();
  const text = [...mac.subarray(0, letters)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return text.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Whether a person typed this code; case, blanks and hyphens do not count. The duration tells nothing about the code. */
export function isCode(given: string, code: string): boolean {
  const plain = (text: string) => createHmac('sha256', '').update(text.toLowerCase().replaceAll(/[\s-]/g, '')).digest();
  return timingSafeEqual(plain(given), plain(code));
}
