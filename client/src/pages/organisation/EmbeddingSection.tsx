import { mostOrigins, type SigningKey } from '@plenum/shared/api/embedding/contract';
import { WebOrigin } from '@plenum/shared/api/embedding/origin';
import { limits } from '@plenum/shared/core/limits';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { Select } from '../../ui/Select.tsx';
import { showToast } from '../../ui/toasts.ts';
import { api } from '../service/api.ts';
import { Form, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayOf } from '../service/words.ts';
import { NamedRows } from './NamedRows.tsx';
import { Platforms } from './Platforms.tsx';
import { ShownOnce } from './ShownOnce.tsx';

/** What other web sites may do with the meetings of an organisation: sign links into them, and show them. */
export function EmbeddingSection({ id }: { readonly id: string }) {
  const { t } = useTranslation('organisation');
  const ask = useCallback(() => api.embedding(id), [id]);
  const { answer, again } = useAnswer(ask);
  const listSpaces = useCallback(() => api.spaces({ organisation: id }), [id]);
  const spaces = useAnswer(listSpaces).answer;
  if (answer.state !== 'there') return null;
  const titles = new Map(spaces.state === 'there' ? spaces.value.spaces.map((one) => [one.id, one.title]) : []);
  const { keys, origins, platforms } = answer.value;
  return (
    <Section title={t('embed.title')} lead={t('embed.lead')}>
      <div className="flex flex-col gap-8 divide-y divide-line *:not-last:pb-8">
        <SigningKeys id={id} keys={keys} titles={titles} onChange={again} />
        <Origins id={id} origins={origins} />
        <Platforms id={id} platforms={platforms} onChange={again} />
      </div>
    </Section>
  );
}

interface KeysProps {
  readonly id: string;
  readonly keys: readonly SigningKey[];
  /** The titles of the organisation's spaces, by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly onChange: () => Promise<void>;
}

const everySpace = '*';

/** The signing keys. The secret of a key is shown once, when it is made. */
function SigningKeys({ id, keys, titles, onChange }: KeysProps) {
  const { t, i18n } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const [space, setSpace] = useState(everySpace);
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<{ readonly id: string; readonly secret?: string | undefined }>();
  const making = useSending();
  const pem = publicKey.trim();
  const isPem = pem === '' || pem.startsWith('-----BEGIN PUBLIC KEY-----');
  const make = async () => {
    setTried(true);
    if (name.trim() === '' || !isPem) return;
    const input = { name, ...(pem !== '' && { publicKey: pem }), ...(space !== everySpace && { spaces: [space] }) };
    const key = await making.send(() => api.createSigningKey(id, input));
    if (!key) return;
    setMade(key);
    setName('');
    setPublicKey('');
    setTried(false);
    await onChange();
  };
  const opensOf = (spaces: SigningKey['spaces']) => {
    if (spaces === undefined) return t('embed.allSpaces');
    const only = spaces.length === 1 ? titles.get(spaces[0] ?? '') : undefined;
    return only === undefined ? t('embed.someSpaces', { count: spaces.length }) : t('embed.oneSpace', { title: only });
  };
  const options = [...titles].map(([one, title]) => ({ id: one, label: t('embed.oneSpace', { title }) }));
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="text-lg font-bold">{t('embed.keys')}</h3>
        <p className="text-dim">{t('embed.keysLead')}</p>
      </div>
      <NamedRows
        rows={keys}
        linesOf={({ id: key, algorithm, spaces, createdAt }) => [
          `${opensOf(spaces)} · ${algorithm} · ${dayOf(createdAt, i18n.language)}`,
          <code key={key}>{key}</code>,
        ]}
        words={service('invite.revoke')}
        labelOf={(key) => t('embed.revokeThis', { name: key })}
        remove={(key) => api.revokeSigningKey(id, key)}
        onChange={onChange}
      />
      {made && <p className="[overflow-wrap:anywhere]">{t('embed.id', { id: made.id })}</p>}
      {made?.secret !== undefined && <ShownOnce words={t('embed.once')} secret={made.secret} copy={t('embed.copy')} />}
      <Form look="plain" submit={t('embed.make')} busy={making.busy} error={making.error} onSubmit={make}>
        <Field
          label={t('embed.name')}
          value={name}
          onChange={setName}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={isTried && name.trim() === '' ? t('embed.nameMissing') : undefined}
        />
        <Select
          label={t('embed.spaces')}
          options={[{ id: everySpace, label: t('embed.allSpaces') }, ...options]}
          chosen={space}
          onChoose={setSpace}
          placeholder=""
        />
        <LongField
          label={t('embed.publicKey')}
          value={publicKey}
          onChange={setPublicKey}
          note={t('embed.publicKeyNote')}
          problem={isTried && !isPem ? t('embed.publicKeyInvalid') : undefined}
          rows={3}
          maxLength={1_000}
        />
      </Form>
    </div>
  );
}

const example = 'https://school.example';

/** The sites that may show meetings, one a line. */
function Origins({ id, origins }: { readonly id: string; readonly origins: readonly string[] }) {
  const { t } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const [text, setText] = useState(origins.join('\n'));
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const lines = originsIn(text);
  const problem = problemOf(lines);
  const save = async () => {
    setTried(true);
    if (problem !== undefined) return;
    const saved = await send(() => api.setOrigins(id, lines));
    if (!saved) return;
    setText(saved.origins.join('\n'));
    setTried(false);
    showToast({ tone: 'good', words: t('embed.saved') });
  };
  return (
    <Form look="plain" submit={service('save')} busy={busy} error={error} onSubmit={save}>
      <LongField
        label={t('embed.origins')}
        value={text}
        onChange={setText}
        note={t('embed.originsNote', { example })}
        problem={isTried && problem !== undefined ? t(problem, { max: mostOrigins, example }) : undefined}
        rows={3}
        maxLength={4_000}
      />
    </Form>
  );
}

/** The origins of the written addresses: without the slash at the end and in lower case, as browsers name them. */
function originsIn(text: string): string[] {
  const lines = text.split(/\s+/).filter((line) => line !== '');
  return lines.map((line) => line.toLowerCase().replace(/\/$/, ''));
}

function problemOf(origins: readonly string[]): 'embed.originsInvalid' | 'embed.originsMany' | undefined {
  if (origins.length > mostOrigins) return 'embed.originsMany';
  return origins.every((one) => z.safeParse(WebOrigin, one).success) ? undefined : 'embed.originsInvalid';
}
