import type { InvitationLetter, PreparedLetter } from '../parts.ts';
import type { Store } from '../../storage/ports.ts';
import type { MailQueue } from '../../mail/MailQueue.ts';
import { type LetterLanguage, letterLanguages } from '../../mail/ports.ts';

interface Parts {
  readonly mail: Pick<MailQueue, 'prepare' | 'wake'>;
  readonly store: Pick<Store, 'ask' | 'calls'>;
  /** The address of this server, without a slash at its end. */
  readonly address: () => string;
}

/** Writes the letters that invite people to organisations, in the language of the invited account, else of the inviter. */
export function invitationsBy({ mail, store, address }: Parts) {
  const languageOf = async ({ to, inviter }: InvitationLetter): Promise<LetterLanguage> => {
    const { accounts } = store.ask;
    const guest = await accounts.findByEmail({ email: to });
    const [host] = inviter === undefined ? [] : await accounts.find({ ids: [inviter] });
    const wanted = guest?.language ?? host?.language;
    return letterLanguages.find((language) => language === wanted) ?? 'en';
  };
  return async (letter: InvitationLetter): Promise<PreparedLetter> => {
    const { to, organisation, by, token, look } = letter;
    const here = address();
    const row = await mail.prepare({
      kind: 'organisation',
      to,
      language: await languageOf(letter),
      link: `${here}/invitation#${token}`,
      values: { server: new URL(here).host, organisation, by: by === '' ? organisation : by },
      look: look && { sender: look.sender, colour: look.colour },
    });
    return { call: store.calls.letters.add({ row }), send: () => mail.wake() };
  };
}
