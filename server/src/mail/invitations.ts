import type { InvitationLetter } from '../records/parts.ts';
import type { Mailer } from './ports.ts';

/** Sends the letters that invite people to organisations. @param address of this server, without a slash at its end */
export function invitationsBy(mail: Pick<Mailer, 'post'>, address: () => string) {
  return async ({ to, organisation, by, token }: InvitationLetter): Promise<void> => {
    const here = address();
    const server = new URL(here).host;
    await mail.post({
      kind: 'organisation',
      to,
      // Nothing is known of a person without an account; the page that the link opens speaks the browser's language.
      language: 'en',
      link: `${here}/invitation#${token}`,
      values: { server, organisation, by: by === '' ? organisation : by },
    });
  };
}
