import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { invitationIn, pathOf } from './roomLink.ts';

/** One field for a link or a name of a room, and one button. */
export function EnterForm({ look }: { readonly look: 'primary' | 'plain' }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [written, setWritten] = useState('');
  const [wrong, setWrong] = useState(false);
  const enter = (event: FormEvent) => {
    event.preventDefault();
    const invitation = invitationIn(written);
    setWrong(invitation === undefined);
    if (invitation) navigate(pathOf(invitation));
  };
  return (
    <form onSubmit={enter} noValidate className="enter-form">
      <Field
        label={t('start.enterLabel')}
        placeholder={t('start.enterPlaceholder')}
        value={written}
        onChange={(value) => {
          setWritten(value);
          setWrong(false);
        }}
        autoComplete="off"
        error={wrong ? t('start.enterInvalid') : undefined}
      >
        <Button type="submit" look={look}>
          {t('start.enter')}
        </Button>
      </Field>
    </form>
  );
}
