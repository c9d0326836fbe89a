import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';

interface Props {
  readonly label: string;
  /** Called with the text, without spaces around it; empty: everything. */
  readonly onSearch: (text: string) => void;
}

/** A field and a button that search when the form is sent. */
export function SearchForm({ label, onSearch }: Props) {
  const { t } = useTranslation('operator');
  const [text, setText] = useState('');
  const search = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <search className="w-full max-w-xl">
      <form onSubmit={search}>
        <Field label={label} value={text} onChange={setText} maxLength={120} autoComplete="off">
          <Button type="submit">{t('find')}</Button>
        </Field>
      </form>
    </search>
  );
}
