import { createECDH, createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a paper was stamped under the scheme before `voprf1`, which had no name and no proof. Ballots that were open
 * during the update to `voprf1` accept such papers; no new ones are stamped.
 */
export function isOldStamp(key: string, ballot: string, serial: string, given: string): boolean {
  const secret = createECDH('prime256v1');
  secret.setPrivateKey(key, 'hex');
  for (let attempt = 0; ; attempt += 1) {
    const x = createHash('sha256').update(`plenum ballot paper, ${ballot}, ${serial}, ${attempt}`).digest('hex');
    try {
      const expected = secret.computeSecret(`02${x}`, 'hex').toString('hex').padStart(64, '0');
      return timingSafeEqual(Buffer.from(expected), Buffer.from(given));
    } catch {
      // Every second `x` has no point; the next attempt has another `x`.
    }
  }
}
