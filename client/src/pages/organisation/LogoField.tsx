import type { Organisation } from '@plenum/shared/api/organisation/contract';
import { aside } from '@plenum/shared/core/aside';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toasts.ts';
import { Logo } from '../brand.tsx';
import { api } from '../service/api.ts';
import { Refusal } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';

interface Props {
  readonly organisation: Organisation;
  readonly onChange: (organisation: Organisation) => void;
}

/** The logo of an organisation: shown, brought and removed at once, without the form. */
export function LogoField({ organisation, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const input = useRef<HTMLInputElement>(null);
  const { busy, error, send } = useSending();
  const [isRefused, setRefused] = useState(false);
  const { id, logo } = organisation;
  const bring = async (file: File) => {
    setRefused(false);
    const answer = await send(() => api.setLogo(id, file));
    if (!answer) return;
    if (answer.logo === undefined) return setRefused(true);
    onChange({ ...organisation, logo: answer.logo });
    showToast({ tone: 'good', words: t('look.logoSaved') });
  };
  const remove = async () => {
    if (!(await send(() => api.removeLogo(id)))) return;
    const { logo: _gone, ...rest } = organisation;
    onChange(rest);
    showToast({ tone: 'good', words: t('look.logoGone') });
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="font-bold">{t('look.logo')}</p>
      {logo !== undefined && (
        <span className="self-start rounded-control bg-raised p-3">
          <Logo logo={logo} />
        </span>
      )}
      <p className="text-sm text-dim">{t('look.logoNote')}</p>
      <div className="flex flex-wrap gap-3">
        <Button busy={busy} onPress={() => input.current?.click()}>
          {t('look.logoChoose')}
        </Button>
        {logo !== undefined && (
          <Button look="quiet" busy={busy} onPress={() => aside(remove())}>
            {t('look.logoRemove')}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/gif,image/webp,image/avif"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // The same file may be chosen again.
          target.value = '';
          if (file) aside(bring(file));
        }}
      />
      <Refusal words={isRefused ? t('look.logoRefused') : error} />
    </div>
  );
}
