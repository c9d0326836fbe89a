import type { AccountId } from '@plenum/shared/core/ids';
import { type LetterLanguage, letterLanguages } from '../mail/ports.ts';
import type { Store } from '../storage/ports.ts';

/** The language of a letter that invites: that of the invited account, else that of the person who invites. */
export async function letterLanguage(
  { ask: { accounts } }: Pick<Store, 'ask'>,
  { to, inviter }: { readonly to: string; readonly inviter?: AccountId },
): Promise<LetterLanguage> {
  const guest = await accounts.findByEmail({ email: to });
  const [host] = inviter === undefined ? [] : await accounts.find({ ids: [inviter] });
  const wanted = guest?.language ?? host?.language;
  return letterLanguages.find((language) => language === wanted) ?? 'en';
}
