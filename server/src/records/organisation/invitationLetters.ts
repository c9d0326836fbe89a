import type { InvitationLetter } from '../parts.ts';
import type { Store } from '../../storage/ports.ts';
import { type LetterLanguage, letterLanguages, type Mailer } from '../../mail/ports.ts';

interface Parts {
  readonly mail: Pick<Mailer, 'post'>;
  readonly store: Pick<Store, 'ask'>;
  /** The address of this server, without a slash at its end. */
  readonly address: () => string;
}

/** Sends the letters that invite people to organisations, in the language of the invited account, else of the inviter. */
export function invitationsBy({ mail, store, address }: Parts) {
  const languageOf = async ({ to, inviter }: InvitationLetter): Promise<LetterLanguage> => {
    const { accounts } = store.ask;
    const guest = await accounts.findByEmail({ email: to });
    const [host] = inviter === undefined ? [] : await accounts.find({ ids: [inviter] });
    const wanted = guest?.language ?? host?.language;
    return letterLanguages.find((language) => language === wanted) ?? 'en';
  };
  return async (letter: InvitationLetter): Promise<void> => {
    const { to, organisation, by, token } = letter;
    const here = address();
    await mail.post({
      kind: 'organisation',
      to,
      language: await languageOf(letter),
      link: `${here}/invitation#${token}`,
      values: { server: new URL(here).host, organisation, by: by === '' ? organisation : by },
    });
  };
}
