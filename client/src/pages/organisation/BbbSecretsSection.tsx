import { aside } from '@plenum/shared/core/aside';
import { limits } from '@plenum/shared/core/limits';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { useCopy } from '../home/useCopy.ts';
import { api } from '../service/api.ts';
import { Form, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayOf } from '../service/words.ts';
import { NamedRows } from './NamedRows.tsx';
import { ShownOnce } from './ShownOnce.tsx';

/** The secrets with which programs made for BigBlueButton use this server. A secret is shown once, when it is made. */
export function BbbSecretsSection({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('organisation');
  const ask = useCallback(() => api.bbbSecrets(id), [id]);
  const { answer, again } = useAnswer(ask);
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<string>();
  const making = useSending();
  const make = async () => {
    setTried(true);
    if (name.trim() === '') return;
    const secret = await making.send(() => api.createBbbSecret(id, name));
    if (!secret) return;
    setMade(secret.secret);
    setName('');
    setTried(false);
    await again();
  };
  return (
    <Section title={t('bbb.title')} lead={t('bbb.lead')}>
      <Address />
      <NamedRows
        rows={answer.state === 'there' ? answer.value.secrets : []}
        linesOf={({ createdAt }) => [dayOf(createdAt, i18n.language)]}
        words={t('bbb.revoke')}
        labelOf={(secret) => t('bbb.revokeThis', { name: secret })}
        remove={(secret) => api.revokeBbbSecret(id, secret)}
        onChange={again}
      />
      {made !== undefined && <ShownOnce words={t('bbb.once')} secret={made} copy={t('bbb.copy')} />}
      <Form look="plain" submit={t('bbb.make')} busy={making.busy} error={making.error} onSubmit={make}>
        <Field
          label={t('bbb.name')}
          value={name}
          onChange={setName}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={isTried && name.trim() === '' ? t('bbb.nameMissing') : undefined}
        />
      </Form>
    </Section>
  );
}

/** The address that such a program asks for beside the secret. */
function Address() {
  const { t } = useTranslation('organisation');
  const copy = useCopy();
  const address = `${location.origin}/bigbluebutton/`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <span className="text-dim">{t('bbb.address')}</span> <code>{address}</code>
      </p>
      <Button onPress={() => aside(copy(address))}>{t('bbb.copyAddress')}</Button>
    </div>
  );
}
