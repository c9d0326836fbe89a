import type { Me } from '@plenum/shared/api/account/contract';
import { aside } from '@plenum/shared/core/aside';
import { Link2Off, MailOpen } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { tabStorage } from '../../core/storage.ts';
import { api } from '../service/api.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { ButtonLink, Refusal } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';

/** Where this tab keeps the token while its person signs in. */
const place = 'plenum.invitation';

/** The token of the link: it stands behind the `#`, which no server sees. */
function tokenHere(): string {
  const inLink = location.hash.slice(1);
  if (inLink !== '') tabStorage.save(place, inLink);
  return inLink === '' ? (tabStorage.load(place) ?? '') : inLink;
}

/** Accepts an invitation to an organisation. Without an account it leads to one. */
export function InvitationPage({ me }: { readonly me: Me | undefined }) {
  const { t, i18n } = useTranslation('service');
  const [, navigate] = useLocation();
  const [token] = useState(tokenHere);
  const ask = useCallback(() => api.lookAtInvitation(token), [token]);
  const { answer, again } = useAnswer(ask);
  const { busy, error, send } = useSending();
  if (answer.state === 'asking') return null;
  if (answer.state === 'failed') {
    if (answer.code !== 'notFound' && answer.code !== 'invalid') return <FailedPage code={answer.code} again={again} />;
    return (
      <PageFrame title={t('invitation.gone')}>
        <Notice icon={<Link2Off />} title={t('invitation.gone')}>
          <p>{t('invitation.goneBody')}</p>
        </Notice>
      </PageFrame>
    );
  }
  const { organisation, role, expiresAt } = answer.value;
  const accept = async () => {
    const accepted = await send(() => api.acceptInvitation(token));
    if (!accepted) return;
    tabStorage.remove(place);
    navigate(`/organisations/${accepted.organisation}`, { replace: true });
  };
  const title = t('invitation.title', { organisation });
  const until = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(expiresAt);
  return (
    <PageFrame title={title} home={me ? '/home' : '/'}>
      <Notice
        icon={<MailOpen />}
        title={title}
        actions={
          me ? (
            <>
              <Refusal words={error} />
              <Button look="primary" busy={busy} onPress={() => aside(accept())}>
                {t('invitation.accept')}
              </Button>
            </>
          ) : (
            <>
              <ButtonLink look="primary" href="/account/register">
                {t('invitation.register')}
              </ButtonLink>
              <ButtonLink href="/account/sign-in">{t('invitation.signIn')}</ButtonLink>
            </>
          )
        }
      >
        <p>{t('invitation.as', { role: t(`members.role.${role}`), until })}</p>
        <p>{me ? t('invitation.withThis', { email: me.email }) : t('invitation.needsAccount')}</p>
      </Notice>
    </PageFrame>
  );
}
