import { useTranslation } from 'react-i18next';
import { wordsOfDuration } from '../../../app/wordsOfTime.ts';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { countOf, maySeveral, type PollForm } from './pollForm.ts';

interface Props {
  readonly form: PollForm;
  readonly write: (part: Partial<PollForm>) => void;
}

const minimums = [3, 5, 10, 15, 20, 30, 50];
const times = [0, 30, 60, 120, 300, 600, 1800];

/** The options of a poll: number of answers, secret or named, changeable, quiz, time. */
export function FormSwitches({ form, write }: Props) {
  const { t, i18n } = useTranslation();
  const most = countOf(form);
  const numbers = Array.from({ length: Math.max(0, most - 1) }, (_, index) => `${index + 2}`);
  return (
    <div className="flex flex-col gap-2">
      {maySeveral(form.kind) && (
        <Switch on={form.several} onChange={(several) => write({ several, most: Math.max(2, most) })}>
          {t('poll.form.several')}
        </Switch>
      )}
      {maySeveral(form.kind) && form.several && numbers.length > 0 && (
        <Select
          label={t('poll.form.most')}
          options={numbers.map((number) => ({ id: number, label: number }))}
          chosen={`${Math.min(form.most, most)}`}
          onChoose={(id) => write({ most: Number(id) })}
          placeholder=""
        />
      )}
      <Switch on={form.secret} onChange={(secret) => write({ secret })}>
        {t('poll.form.secret')}
      </Switch>
      <p className="text-sm text-dim">
        {form.secret ? t('poll.form.secretNote', { minimum: form.minimum }) : t('poll.form.namedNote')}
      </p>
      {form.secret && (
        <Select
          label={t('poll.form.minimum')}
          options={minimums.map((number) => ({ id: `${number}`, label: `${number}` }))}
          chosen={`${form.minimum}`}
          onChoose={(id) => write({ minimum: Number(id) })}
          placeholder=""
        />
      )}
      {!form.secret && (
        <Switch on={form.changeable} onChange={(changeable) => write({ changeable })}>
          {t('poll.form.changeable')}
        </Switch>
      )}
      {form.kind !== 'typed' && (
        <Switch on={form.quiz} onChange={(quiz) => write({ quiz })}>
          {t('poll.form.quiz')}
        </Switch>
      )}
      <Select
        label={t('poll.form.time')}
        options={times.map((seconds) => ({
          id: `${seconds}`,
          label: seconds === 0 ? t('poll.form.noTime') : wordsOfDuration(seconds * 1000, i18n.language),
        }))}
        chosen={`${form.seconds}`}
        onChoose={(id) => write({ seconds: Number(id) })}
        placeholder=""
      />
    </div>
  );
}
