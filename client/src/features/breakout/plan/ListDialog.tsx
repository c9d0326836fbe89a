import { readList } from '@plenum/shared/features/breakout/lists';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LongField } from '../../../ui/LongField.tsx';
import { type Planning, usePlanOf } from './planning.ts';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly planning: Planning;
}

/** Makes the plan from a pasted list of rooms and people. */
export function ListDialog({ open, onClose, planning }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t('breakout.paste')}>
      <ListForm planning={planning} onDone={onClose} />
    </Dialog>
  );
}

function ListForm({ planning, onDone }: { readonly planning: Planning; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const planOf = usePlanOf();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const use = async () => {
    const list = readList(text);
    if ('problem' in list) {
      setProblem(t(`breakout.list.${list.problem}`, { line: 'line' in list ? list.line : 0, ...breakoutLimits.rooms }));
      return;
    }
    if (await planning.change(planOf(list))) onDone();
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-2 pt-1"
      onSubmit={(event) => {
        event.preventDefault();
        aside(use());
      }}
    >
      <LongField
        label={t('breakout.list.label')}
        value={text}
        onChange={(next) => {
          setText(next);
          setProblem(undefined);
        }}
        note={t('breakout.list.hint')}
        problem={problem}
        rows={8}
        maxLength={breakoutLimits.textLength}
        placeholder={t('breakout.list.example')}
      />
      <div className="flex justify-end gap-3 pt-2">
        <Button look="quiet" onPress={onDone}>
          {t('breakout.cancel')}
        </Button>
        <Button type="submit" look="primary" isDisabled={text.trim() === ''}>
          {t('breakout.list.use')}
        </Button>
      </div>
    </form>
  );
}
