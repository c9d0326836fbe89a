import { MailCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { isLanguage } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/Notice.tsx';
import { accountApi } from './api.ts';
import { AccountForm, AccountFrame } from './AccountFrame.tsx';
import { EmailField, useEmail } from './fields.tsx';
import { useSending } from './useSending.ts';
import { useWays } from './useWays.ts';

function ToSignIn({ words }: { readonly words: string }) {
  const { t } = useTranslation('account');
  return (
    <>
      {words}
      <Link href="/account/sign-in" className="font-bold text-accent-text underline">
        {t('signIn')}
      </Link>
    </>
  );
}

/** Asks for the letter with which an account is made. */
export function RegisterPage() {
  const { t, i18n } = useTranslation('account');
  const ways = useWays();
  const leads = {
    open: t('registerLead'),
    invitation: t('registerInvited'),
    approval: t('registerApproval'),
    closed: t('registerClosed'),
  };
  const language = isLanguage(i18n.language) ? i18n.language : undefined;
  return (
    <LetterPage
      title={t('register')}
      lead={ways && leads[ways.registration]}
      closed={ways?.registration === 'closed'}
      sent={(email) => t('sentBody', { email })}
      onSend={(email) => accountApi.register({ email, ...(language !== undefined && { language }) })}
      below={<ToSignIn words={t('haveAccount')} />}
    />
  );
}

/** Asks for the letter with which a new password is chosen. */
export function ForgotPage() {
  const { t } = useTranslation('account');
  return (
    <LetterPage
      title={t('forgotTitle')}
      lead={t('forgotLead')}
      sent={(email) => t('sentReset', { email })}
      onSend={(email) => accountApi.forgot({ email })}
      below={<ToSignIn words="" />}
    />
  );
}

interface Props {
  readonly title: string;
  readonly lead: string | undefined;
  readonly closed?: boolean;
  readonly sent: (email: string) => string;
  readonly onSend: (email: string) => Promise<unknown>;
  readonly below: ReactNode;
}

/** A page that sends a letter to an address. What it says then is the same for every address. */
function LetterPage({ title, lead, closed = false, sent, onSend, below }: Props) {
  const { t } = useTranslation('account');
  const email = useEmail();
  const { busy, error, send } = useSending();
  const [sentTo, setSentTo] = useState<string>();
  if (sentTo !== undefined) {
    return (
      <PageFrame title={t('sentTitle')} said={t('sentTitle')}>
        <Notice icon={<MailCheck />} title={t('sentTitle')}>
          <p className="break-words">{sent(sentTo)}</p>
        </Notice>
      </PageFrame>
    );
  }
  const submit = async () => {
    if (!email.check()) return;
    const address = email.value.trim();
    if (await send(() => onSend(address))) setSentTo(address);
  };
  return (
    <AccountFrame title={title} lead={lead} below={below}>
      {closed ? (
        <p className="text-dim">{lead}</p>
      ) : (
        <AccountForm submit={t('send')} busy={busy} error={error} onSubmit={submit}>
          <EmailField input={email} />
        </AccountForm>
      )}
    </AccountFrame>
  );
}
