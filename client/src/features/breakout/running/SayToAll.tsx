import { breakout } from '@plenum/shared/features/breakout/contract';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { showsSomething } from '@plenum/shared/core/visible';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';

/** Sends one line to everybody in every room. */
export function SayToAll() {
  const { t } = useTranslation();
  const ask = useAskHome();
  const [text, setText] = useState('');
  const say = async () => {
    if (!showsSomething(text)) return;
    if (await ask(breakout, 'say', { text })) setText('');
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        aside(say());
      }}
    >
      <Field
        label={t('breakout.sayLabel')}
        hideLabel
        placeholder={t('breakout.sayLabel')}
        value={text}
        onChange={setText}
        maxLength={breakoutLimits.sayLength}
      >
        <Button type="submit" square aria-label={t('breakout.say')}>
          <Send aria-hidden="true" className="size-5" />
        </Button>
      </Field>
    </form>
  );
}
