import { EmailAddress } from '@plenum/shared/core/email';
import { passwordLength } from '@plenum/shared/api/account/limits';
import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../ui/Field.tsx';

/** A field of a form: its value, its error, and a check that shows the error. */
export interface Input {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly error: string | undefined;
  /** True when the value is good; otherwise the error is shown. */
  readonly check: () => boolean;
}

function useInput(before: string, wrong: (value: string) => string | undefined): Input {
  const [value, setValue] = useState(before);
  const [error, setError] = useState<string>();
  const set = (next: string) => {
    setValue(next);
    setError(undefined);
  };
  const check = () => {
    const words = wrong(value.trim());
    setError(words);
    return words === undefined;
  };
  return { value, set, error, check };
}

export function useEmail(): Input {
  const { t } = useTranslation('account');
  return useInput('', (value) => (z.safeParse(EmailAddress, value).success ? undefined : t('emailInvalid')));
}

export function useName(before = ''): Input {
  const { t } = useTranslation('account');
  const words = t('nameInvalid', { max: limits.nameLength });
  return useInput(before, (value) => (z.safeParse(DisplayName, value).success ? undefined : words));
}

/** A password that is chosen. */
export function useNewPassword(): Input {
  const { t } = useTranslation('account');
  const { min } = passwordLength;
  return useInput('', (value) => (value.length >= min ? undefined : t('passwordShort', { min })));
}

/** A password that is asked for. */
export function usePassword(): Input {
  const { t } = useTranslation('account');
  return useInput('', (value) => (value === '' ? t('passwordMissing') : undefined));
}

export function EmailField({ input }: { readonly input: Input }) {
  const { t } = useTranslation('account');
  return (
    <Field
      label={t('email')}
      type="email"
      name="email"
      autoComplete="username"
      maxLength={254}
      value={input.value}
      onChange={input.set}
      error={input.error}
    />
  );
}

export function NameField({ input }: { readonly input: Input }) {
  const { t } = useTranslation('account');
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={t('name')}
        name="name"
        autoComplete="name"
        maxLength={limits.nameLength}
        value={input.value}
        onChange={input.set}
        error={input.error}
      />
      {input.error === undefined && <p className="text-sm text-dim">{t('nameHint')}</p>}
    </div>
  );
}

interface PasswordProps {
  readonly input: Input;
  /** A password that is chosen, not asked for. */
  readonly chosen?: boolean;
  /** In place of the usual words. */
  readonly label?: string;
}

export function PasswordField({ input, chosen = false, label }: PasswordProps) {
  const { t } = useTranslation('account');
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={label ?? (chosen ? t('newPassword') : t('password'))}
        type="password"
        name="password"
        autoComplete={chosen ? 'new-password' : 'current-password'}
        maxLength={passwordLength.max}
        value={input.value}
        onChange={input.set}
        error={input.error}
      />
      {chosen && input.error === undefined && (
        <p className="text-sm text-dim">{t('passwordHint', { min: passwordLength.min })}</p>
      )}
    </div>
  );
}
