import { pollLimits } from '@plenum/shared/features/poll/limits';
import { isSame } from '@plenum/shared/core/same';
import { poll } from '@plenum/shared/features/poll/contract';
import type { PollSetup } from '@plenum/shared/features/poll/setup';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { codeOf, wordsOfError } from '../../../app/errorWords.ts';
import { type MeetingSession, useSession } from '../../../app/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { DiscardDialog } from './DiscardDialog.tsx';
import { formDeskOf } from './formDesk.ts';
import { FormSwitches } from './FormSwitches.tsx';
import { OptionFields } from './OptionFields.tsx';
import { usePollState } from '../polls.ts';
import { formOf, isWritten, type PollForm, setupOf } from './pollForm.ts';
import { QuickText } from './QuickText.tsx';

const kinds = ['yesNo', 'yesNoAbstain', 'trueFalse', 'letters', 'custom', 'typed'] as const;

/** The form in which a poll is written, opened or kept as a draft. */
export function PollEditor({ form }: { readonly form: PollForm }) {
  const { t } = useTranslation();
  const session = useSession();
  const desk = formDeskOf(session);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const isChanged = useChanged(form);
  const [sure, setSure] = useState(false);
  const drop = () => desk.setState({ form: undefined });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const write = (part: Partial<PollForm>) => {
    desk.setState({ form: { ...form, ...part } });
    setError(undefined);
  };
  const finish = async (how: 'open' | 'draft') => {
    if (busy) return;
    const made = setupOf(form);
    if (!made.ok) return setError(t(`poll.problem.${made.problem}`, { max: maxOf(made.problem) }));
    setBusy(true);
    const { setup } = made;
    try {
      if (how === 'open') await session.send(poll, 'open', { setup });
      else await keep(session, setup, form.draft);
      if (how === 'draft') showToast({ tone: 'good', words: t('poll.form.kept') });
      desk.setState({ form: undefined });
    } catch (reason) {
      setError(t(wordsOfError(reason)));
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        aside(finish('open'));
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-3">
        <h3 className="font-bold">{t('poll.new')}</h3>
        <Field
          label={t('poll.form.question')}
          value={form.question}
          onChange={(question) => write({ question })}
          maxLength={pollLimits.questionLength}
          inputRef={field}
        />
        <Select
          label={t('poll.kind.label')}
          options={kinds.map((kind) => ({ id: kind, label: t(`poll.kind.${kind}`) }))}
          chosen={form.kind}
          onChoose={(id) => write({ kind: kinds.find((kind) => kind === id) ?? form.kind, right: [] })}
          placeholder=""
        />
        <OptionFields form={form} write={write} />
        <FormSwitches form={form} write={write} />
        <QuickText form={form} write={write} />
      </div>
      <div className="flex flex-col gap-2 border-t border-line p-3">
        <p role="alert" className="text-sm text-danger-text empty:hidden">
          {error}
        </p>
        <Button type="submit" look="primary" wide busy={busy}>
          {t('poll.form.openNow')}
        </Button>
        <div className="grid grid-cols-2 gap-2">
          <Button busy={busy} onPress={() => void finish('draft')}>
            {t('poll.form.keep')}
          </Button>
          <Button look="quiet" onPress={() => (isChanged ? setSure(true) : drop())}>
            {t('poll.form.cancel')}
          </Button>
        </div>
      </div>
      <DiscardDialog open={sure} question={form.question} onStay={() => setSure(false)} onDiscard={drop} />
    </form>
  );
}

/** True when throwing the form away loses words: those of a new poll, or the changes of a draft. */
function useChanged(form: PollForm): boolean {
  const kept = usePollState().drafts.find(({ id }) => id === form.draft);
  return kept ? !isSame(formOf(kept.setup, kept.id), form) : isWritten(form);
}

/** Keeps a draft; as a new one when another member discarded it meanwhile. */
async function keep(session: MeetingSession, setup: PollSetup, id: string | undefined): Promise<void> {
  try {
    await session.send(poll, 'draft', { setup, ...(id !== undefined && { id }) });
  } catch (error) {
    if (id === undefined || codeOf(error) !== 'notFound') throw error;
    await session.send(poll, 'draft', { setup });
  }
}

function maxOf(problem: string): number {
  return problem === 'question' ? pollLimits.questionLength : pollLimits.optionLength;
}
