import type { LimitName } from '@plenum/shared/api/tier/limits';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { type Draft, type Drafts, limitOrder, valueOf } from './limits.ts';

interface Props {
  readonly drafts: Drafts;
  /** The words that may stand in place of a number. */
  readonly words: readonly ('unlimited' | 'agreed' | 'ofTier')[];
  readonly onChange: (drafts: Drafts) => void;
}

/** One choice for each limit, and a field where a number was chosen. */
export function LimitFields({ drafts, words, onChange }: Props) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {limitOrder.map((name) => (
        <LimitField
          key={name}
          name={name}
          draft={drafts[name]}
          words={words}
          onChange={(draft) => onChange({ ...drafts, [name]: draft })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  readonly name: LimitName;
  readonly draft: Draft;
  readonly words: Props['words'];
  readonly onChange: (draft: Draft) => void;
}

function LimitField({ name, draft, words, onChange }: FieldProps) {
  const { t } = useTranslation('operator');
  const limit = t(`limits.${name}`);
  const choose = (id: string) => {
    const word = words.find((one) => one === id);
    onChange(word ? { is: word } : { is: 'number', text: draft.is === 'number' ? draft.text : '' });
  };
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={limit}
        options={[
          { id: 'number', label: t('limits.number') },
          ...words.map((id) => ({ id, label: t(`limits.${id}`) })),
        ]}
        chosen={draft.is}
        onChoose={choose}
        placeholder=""
      />
      {draft.is === 'number' && (
        <Field
          hideLabel
          label={t('limits.numberOf', { limit })}
          value={draft.text}
          onChange={(text) => onChange({ is: 'number', text })}
          maxLength={9}
          autoComplete="off"
          error={valueOf(name, draft) === 'wrong' ? t('limits.invalid') : undefined}
        />
      )}
    </div>
  );
}
