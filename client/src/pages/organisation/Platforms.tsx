import { type LtiPlatform, LtiPlatformInput } from '@plenum/shared/api/embedding/contract';
import { limits } from '@plenum/shared/core/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { api } from '../service/api.ts';
import { Form } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { NamedRows } from './NamedRows.tsx';

interface Props {
  readonly id: string;
  readonly platforms: readonly LtiPlatform[];
  readonly onChange: () => Promise<void>;
}

const empty = { name: '', issuer: '', clientId: '', deployments: '', keysUrl: '', signInUrl: '' };
type Written = typeof empty;

/** The fields of one line, by their words. */
const fields = [
  ['name', 'embed.platformName'],
  ['issuer', 'embed.issuer'],
  ['clientId', 'embed.clientId'],
  ['keysUrl', 'embed.platformKeys'],
  ['signInUrl', 'embed.signInUrl'],
] as const;

/** The learning platforms of an organisation, and what a platform must know of this server. */
export function Platforms({ id, platforms, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const [written, setWritten] = useState(empty);
  const [isTried, setTried] = useState(false);
  const adding = useSending();
  const parsed = inputOf(written);
  const add = async () => {
    setTried(true);
    if (!parsed.data) return;
    const { data } = parsed;
    if (!(await adding.send(() => api.addPlatform(id, data)))) return;
    setWritten(empty);
    setTried(false);
    await onChange();
  };
  const problemOf = (field: keyof Written) => {
    if (!isTried) return undefined;
    if (written[field].trim() === '') return t('embed.fill');
    return parsed.wrong.has(field) ? t(field.endsWith('Url') ? 'embed.addressInvalid' : 'embed.fill') : undefined;
  };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="text-lg font-bold">{t('embed.platforms')}</h3>
        <p className="text-dim">{t('embed.platformsLead')}</p>
      </div>
      <OwnAddresses id={id} />
      <NamedRows
        rows={platforms}
        linesOf={({ issuer, clientId, sharedAddress }) => [
          `${issuer} · ${clientId}`,
          ...(sharedAddress ? [t('embed.sharedAddress')] : []),
        ]}
        words={t('webhooks.remove')}
        labelOf={(name) => t('embed.removeThis', { name })}
        remove={(platform) => api.removePlatform(id, platform)}
        onChange={onChange}
      />
      <Form look="plain" submit={t('embed.addPlatform')} busy={adding.busy} error={adding.error} onSubmit={add}>
        {fields.map(([field, label]) => (
          <Field
            key={field}
            label={t(label)}
            value={written[field]}
            onChange={(text) => setWritten((before) => ({ ...before, [field]: text }))}
            maxLength={field === 'name' ? limits.titleLength : 500}
            autoComplete="off"
            error={problemOf(field)}
          />
        ))}
        <LongField
          label={t('embed.deployments')}
          value={written.deployments}
          onChange={(deployments) => setWritten((before) => ({ ...before, deployments }))}
          note={t('embed.deploymentsNote')}
          problem={problemOf('deployments')}
          rows={2}
          maxLength={4_000}
        />
      </Form>
    </div>
  );
}

/** The addresses of this organisation, under which a platform registers this server. */
function OwnAddresses({ id }: Pick<Props, 'id'>) {
  const { t } = useTranslation('organisation');
  const own = [
    [t('embed.loginUrl'), `/lti/login/${id}`],
    [t('embed.launchUrl'), `/lti/launch/${id}`],
    [t('embed.keysUrl'), '/lti/keys'],
  ] as const;
  return (
    <dl className="flex flex-col gap-2">
      {own.map(([label, path]) => (
        <div key={path}>
          <dt className="text-dim">{label}</dt>
          <dd className="[overflow-wrap:anywhere]">
            <code>{location.origin + path}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The written fields as a platform, or the names of those that do not fit. */
function inputOf({ deployments, ...written }: Written) {
  const lines = deployments.split(/\s+/).filter((line) => line !== '');
  const trimmed = Object.entries(written).map(([field, text]) => [field, text.trim()]);
  const { data, error } = z.safeParse(LtiPlatformInput, { ...Object.fromEntries(trimmed), deployments: lines });
  return { data, wrong: new Set(error?.issues.map(({ path }) => path[0])) };
}
