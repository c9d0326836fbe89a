import { OrganisationName } from '@plenum/shared/api/organisation/contract';
import type { Tier } from '@plenum/shared/api/tier/contract';
import { EmailAddress } from '@plenum/shared/core/email';
import { limits } from '@plenum/shared/core/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { ShownOnce } from '../../organisation/ShownOnce.tsx';
import { Form, Section } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { operatorApi } from '../api.ts';

interface Props {
  readonly tiers: readonly Tier[];
  readonly onMade: () => void;
}

/** Makes an organisation and invites its first owner; the link of the letter is shown once. */
export function NewOrganisation({ tiers, onMade }: Props) {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const [name, setName] = useState('');
  const [owner, setOwner] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<{ readonly email: string; readonly link: string }>();
  const { busy, error, send } = useSending();
  const tier = chosen ?? tiers.at(-1)?.id;
  const isNameless = !z.safeParse(OrganisationName, name).success;
  const isOwnerless = !z.safeParse(EmailAddress, owner.trim()).success;
  const make = async () => {
    setTried(true);
    if (isNameless || isOwnerless || tier === undefined) return;
    const email = owner.trim();
    const answer = await send(() => operatorApi.createOrganisation({ name, tier, owner: email }));
    if (!answer) return;
    setMade({ email, link: `${location.origin}/invitation#${answer.invitation.token}` });
    setName('');
    setOwner('');
    setTried(false);
    onMade();
  };
  return (
    <Section title={t('organisations.create')} lead={t('organisations.createLead')}>
      {made && (
        <ShownOnce
          words={t('organisations.made', { email: made.email })}
          secret={made.link}
          copy={t('organisations.copy')}
        />
      )}
      <Form look="plain" submit={t('organisations.make')} busy={busy} error={error} onSubmit={make}>
        <Field
          label={t('organisations.name')}
          value={name}
          onChange={setName}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={isTried && isNameless ? t('organisations.nameInvalid') : undefined}
        />
        <Select
          label={t('organisations.tier')}
          options={tiers.map((one) => ({ id: one.id, label: one.name }))}
          chosen={tier}
          onChoose={setChosen}
          placeholder=""
        />
        <Field
          label={t('organisations.owner')}
          value={owner}
          onChange={setOwner}
          maxLength={254}
          autoComplete="off"
          error={isTried && isOwnerless ? service('emailInvalid') : undefined}
        />
      </Form>
    </Section>
  );
}
