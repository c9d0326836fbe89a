import { type Scope, scopes } from '@plenum/shared/core/asker';
import { limits } from '@plenum/shared/core/limits';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { api } from '../service/api.ts';
import { Form, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayOf } from '../service/words.ts';
import { NamedRows } from './NamedRows.tsx';
import { ShownOnce } from './ShownOnce.tsx';

/** The API keys of an organisation. A key is shown once, when it is made. */
export function KeysSection({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('service');
  const ask = useCallback(() => api.keys(id), [id]);
  const { answer, again } = useAnswer(ask);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<string>();
  const making = useSending();
  const make = async () => {
    setTried(true);
    if (name.trim() === '' || chosen.length === 0) return;
    const key = await making.send(() => api.createKey(id, { name, scopes: [...chosen] }));
    if (!key) return;
    setMade(key.key);
    setName('');
    setChosen([]);
    setTried(false);
    await again();
  };
  const toggle = (scope: Scope, on: boolean) =>
    setChosen((before) => (on ? [...before, scope] : before.filter((one) => one !== scope)));
  return (
    <Section title={t('keys.title')} lead={t('keys.lead')}>
      <NamedRows
        rows={answer.state === 'there' ? answer.value.keys : []}
        linesOf={({ scopes: may, createdAt }) => [
          `${may.map((scope) => t(`keys.scope.${scope}`)).join(' · ')} · ${dayOf(createdAt, i18n.language)}`,
        ]}
        words={t('invite.revoke')}
        labelOf={(key) => t('keys.revokeThis', { name: key })}
        remove={(key) => api.revokeKey(id, key)}
        onChange={again}
      />
      {made !== undefined && <ShownOnce words={t('keys.once')} secret={made} copy={t('keys.copy')} />}
      <Form look="plain" submit={t('keys.make')} busy={making.busy} error={making.error} onSubmit={make}>
        <Field
          label={t('keys.name')}
          value={name}
          onChange={setName}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={isTried && name.trim() === '' ? t('keys.nameMissing') : undefined}
        />
        <fieldset className="flex flex-col">
          <legend className="font-bold">{t('keys.scopes')}</legend>
          {scopes.map((scope) => (
            <Switch key={scope} on={chosen.includes(scope)} onChange={(on) => toggle(scope, on)}>
              {t(`keys.scope.${scope}`)}
            </Switch>
          ))}
          {isTried && chosen.length === 0 && <p className="text-sm text-danger-text">{t('keys.scopeMissing')}</p>}
        </fieldset>
      </Form>
    </Section>
  );
}
