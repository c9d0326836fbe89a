import type { InvitationLetter, PreparedLetter } from '../parts.ts';
import type { Store } from '../../storage/ports.ts';
import type { MailQueue } from '../../mail/MailQueue.ts';
import { letterLanguage } from '../letterLanguage.ts';

interface Parts {
  readonly mail: Pick<MailQueue, 'prepare' | 'wake'>;
  readonly store: Pick<Store, 'ask' | 'calls'>;
  /** The address of this server, without a slash at its end. */
  readonly address: () => string;
}

/** Writes the letters that invite people to organisations, in the language of the invited account, else of the inviter. */
export function invitationsBy({ mail, store, address }: Parts) {
  return async (letter: InvitationLetter): Promise<PreparedLetter> => {
    const { to, organisation, by, token, look } = letter;
    const here = address();
    const row = await mail.prepare({
      kind: 'organisation',
      to,
      language: await letterLanguage(store, letter),
      link: `${here}/invitation#${token}`,
      values: { server: new URL(here).host, organisation, by: by === '' ? organisation : by },
      look: look && { sender: look.sender, colour: look.colour },
    });
    return { call: store.calls.letters.add({ row }), send: () => mail.wake() };
  };
}
