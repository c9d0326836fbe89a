import { EmailAddress } from '@plenum/shared/core/email';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../ui/Field.tsx';

interface Address {
  readonly value: string;
  readonly isWrong: boolean;
  readonly set: (value: string) => void;
  /** The address without blanks around it; undefined, with words at the field, when it is none. */
  readonly check: () => string | undefined;
}

/** The e-mail address that a person types for somebody else. */
export function useAddress(): Address {
  const [value, setValue] = useState('');
  const [isWrong, setWrong] = useState(false);
  return {
    value,
    isWrong,
    set: (next) => {
      setValue(next);
      setWrong(false);
    },
    check: () => {
      const address = value.trim();
      if (z.safeParse(EmailAddress, address).success) return address;
      setWrong(true);
      return undefined;
    },
  };
}

/** The field for an address. */
export function AddressField({ label, address }: { readonly label: string; readonly address: Address }) {
  const { t } = useTranslation('service');
  return (
    <Field
      label={label}
      value={address.value}
      onChange={address.set}
      maxLength={254}
      autoComplete="off"
      error={address.isWrong ? t('emailInvalid') : undefined}
    />
  );
}
