import { limits } from '@plenum/shared/core/limits';
import { RoomTitle } from '@plenum/shared/core/text';
import { mayInOrganisation } from '@plenum/shared/api/organisation/may';
import { ChosenSlug } from '@plenum/shared/api/space/slug';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import * as z from 'zod/mini';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { api } from '../service/api.ts';
import { Form, ServiceFrame } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';

/** Makes a space: a title, and where the person has a choice an organisation and an address. */
export function NewSpacePage() {
  const { t } = useTranslation('service');
  const [, navigate] = useLocation();
  const [title, setTitle] = useState('');
  const [slug, setSlug] = useState('');
  const [organisation, setOrganisation] = useState<string>();
  const [wrong, setWrong] = useState<'title' | 'slug'>();
  const { answer } = useAnswer(api.organisations);
  const { busy, error, send } = useSending();
  const known = answer.state === 'there' ? answer.value.organisations : [];
  const hosted = known.filter(({ role }) => mayInOrganisation({ role, operator: false }, 'createSpace'));
  const chosen = organisation ?? (hosted.find(({ kind }) => kind === 'group') ?? hosted[0])?.id;
  const make = async () => {
    if (!z.safeParse(RoomTitle, title).success) return setWrong('title');
    const address = slug.trim();
    if (address !== '' && !z.safeParse(ChosenSlug, address).success) return setWrong('slug');
    const input = {
      title,
      ...(chosen !== undefined && { organisation: chosen }),
      ...(address !== '' && { slug: address }),
    };
    const space = await send(() => api.createSpace(input));
    if (space) navigate(`/spaces/${space.id}`, { replace: true });
  };
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setWrong(undefined);
  };
  return (
    <ServiceFrame title={t('space.newTitle')}>
      <div className="mx-auto flex w-full max-w-md flex-col gap-5">
        <div className="flex flex-col gap-2">
          <h1 className="text-3xl font-bold tracking-tight">{t('space.newTitle')}</h1>
          <p className="text-dim">{t('space.newLead')}</p>
        </div>
        <div className="rounded-tile border border-line bg-surface p-5 sm:p-7">
          <Form submit={busy ? t('space.making') : t('space.make')} busy={busy} error={error} onSubmit={make}>
            <Field
              label={t('space.title')}
              value={title}
              onChange={change(setTitle)}
              maxLength={limits.titleLength}
              autoComplete="off"
              error={wrong === 'title' ? t('space.titleInvalid', { max: limits.titleLength }) : undefined}
            />
            {hosted.length > 1 && (
              <Select
                label={t('space.organisation')}
                options={hosted.map(({ id, name }) => ({ id, label: name }))}
                chosen={chosen}
                onChoose={setOrganisation}
                placeholder=""
              />
            )}
            <AddressField
              value={slug}
              onChange={change(setSlug)}
              error={wrong === 'slug' ? t('space.slugInvalid') : undefined}
            />
          </Form>
        </div>
      </div>
    </ServiceFrame>
  );
}

interface AddressProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** The wish for an address; few people have one, so it opens at a press. */
function AddressField({ value, onChange, error }: AddressProps) {
  const { t } = useTranslation('service');
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <div>
        <Button look="quiet" onPress={() => setOpen(true)}>
          {t('space.chooseSlug')}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={t('space.slug')}
        value={value}
        onChange={onChange}
        maxLength={40}
        autoComplete="off"
        error={error}
      />
      {error === undefined && <p className="text-sm text-dim">{t('space.slugHint')}</p>}
    </div>
  );
}
