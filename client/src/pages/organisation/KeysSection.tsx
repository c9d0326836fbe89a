import { type Scope, scopes } from '@plenum/shared/core/asker';
import { limits } from '@plenum/shared/core/limits';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Switch } from '../../ui/Switch.tsx';
import type { ApiKey } from '@plenum/shared/api/organisation/contract';
import { api } from '../service/api.ts';
import { Form, Refusal, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayOf } from '../service/words.ts';
import { ShownOnce } from './ShownOnce.tsx';

/** The API keys of an organisation. A key is shown once, when it is made. */
export function KeysSection({ id }: { readonly id: string }) {
  const { t } = useTranslation('service');
  const ask = useCallback(() => api.keys(id), [id]);
  const { answer, again } = useAnswer(ask);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<string>();
  const [making, revoking] = [useSending(), useSending()];
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
  const revoke = async (key: string) => {
    await revoking.send(() => api.revokeKey(id, key));
    await again();
  };
  const toggle = (scope: Scope, on: boolean) =>
    setChosen((before) => (on ? [...before, scope] : before.filter((one) => one !== scope)));
  const keys = answer.state === 'there' ? answer.value.keys : [];
  return (
    <Section title={t('keys.title')} lead={t('keys.lead')}>
      {keys.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {keys.map((key) => (
            <Row key={key.id} made={key} busy={revoking.busy} onRevoke={() => aside(revoke(key.id))} />
          ))}
        </ul>
      )}
      <Refusal words={revoking.error} />
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

interface RowProps {
  readonly made: ApiKey;
  readonly busy: boolean;
  readonly onRevoke: () => void;
}

function Row({ made: { name, scopes: may, createdAt }, busy, onRevoke }: RowProps) {
  const { t, i18n } = useTranslation('service');
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <p className="font-bold">
          <bdi>{name}</bdi>
        </p>
        <p className="text-dim">
          {may.map((scope) => t(`keys.scope.${scope}`)).join(' · ')} · {dayOf(createdAt, i18n.language)}
        </p>
      </div>
      <Button busy={busy} onPress={onRevoke} aria-label={t('keys.revokeThis', { name })}>
        {t('invite.revoke')}
      </Button>
    </li>
  );
}
