import type { Authorization } from '@plenum/shared/api/account/homeContract';
import { aside } from '@plenum/shared/core/aside';
import { Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useLocation } from 'wouter';
import { codeOf } from '../../app/errorWords.ts';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Refusal } from '../service/parts.tsx';
import { AccountFrame } from './AccountFrame.tsx';
import { accountApi } from './api.ts';
import { useSending } from './useSending.ts';

type Asked = Extract<Authorization, { is: 'asks' }>;
type Known = Authorization | { readonly is: 'asking' } | { readonly is: 'wrong' } | { readonly is: 'failed' };

/** Where another server or program sends people to: asks whether it is told who they are. */
export function AuthorizePage() {
  const [query] = useState(() => location.search.slice(1));
  const [known, setKnown] = useState<Known>({ is: 'asking' });
  useEffect(() => {
    let wanted = true;
    accountApi.lookAtAuthorization(query).then(
      (answer) => {
        if (!wanted) return;
        if (answer.is === 'done') location.replace(answer.to);
        else setKnown(answer);
      },
      (error: unknown) => wanted && setKnown({ is: codeOf(error) === 'invalid' ? 'wrong' : 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [query]);
  if (known.is === 'asks') return <Question query={query} asked={known} />;
  if (known.is === 'signIn') return <Redirect to={`/account/sign-in?authorize=${encodeURIComponent(query)}`} replace />;
  return known.is === 'wrong' || known.is === 'failed' ? <WrongPage /> : null;
}

function Question({ query, asked }: { readonly query: string; readonly asked: Asked }) {
  const { t } = useTranslation('account');
  const { client, wants, name, email } = asked;
  const [tellsEmail, setTellsEmail] = useState(true);
  const { busy, error, send } = useSending();
  const who = client.name === '' ? client.host : client.name;
  const answer = async (agrees: boolean) => {
    const tells = wants.filter((one) => agrees && (one !== 'email' || tellsEmail));
    await send(async () => {
      const { to } = await accountApi.authorize({ query, agrees, tells });
      location.assign(to);
    });
  };
  return (
    <AccountFrame title={t('authorize.title')} lead={t('authorize.lead', { who })}>
      <p className="[overflow-wrap:anywhere]">{t('authorize.back', { host: client.host })}</p>
      <div className="flex flex-col gap-1">
        <p className="font-bold">{t('authorize.told')}</p>
        <p>{t('authorize.again')}</p>
        {wants.includes('profile') && <p className="[overflow-wrap:anywhere]">{t('authorize.name', { name })}</p>}
        {wants.includes('email') && (
          <Switch on={tellsEmail} onChange={setTellsEmail}>
            <span className="[overflow-wrap:anywhere]">{t('authorize.email', { email })}</span>
          </Switch>
        )}
      </div>
      <p className="text-dim">{t('authorize.remembered')}</p>
      <Refusal words={error} />
      <div className="flex flex-wrap justify-end gap-3">
        <Button busy={busy} onPress={() => aside(answer(false))}>
          {t('authorize.refuse')}
        </Button>
        <Button look="primary" busy={busy} onPress={() => aside(answer(true))}>
          {t('authorize.agree')}
        </Button>
      </div>
    </AccountFrame>
  );
}

function WrongPage() {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  return (
    <PageFrame title={t('authorize.wrong')} said={t('authorize.wrong')}>
      <Notice
        icon={<Link2Off />}
        title={t('authorize.wrong')}
        actions={<Button onPress={() => navigate('/home')}>{t('toSpaces')}</Button>}
      >
        <p>{t('authorize.wrongBody')}</p>
      </Notice>
    </PageFrame>
  );
}
