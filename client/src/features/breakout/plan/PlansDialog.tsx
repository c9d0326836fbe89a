import { breakout, RoomName } from '@plenum/shared/features/breakout/contract';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { useHomeMeeting } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { type Planning, usePlanOf } from './planning.ts';
import { breakoutOf } from '../useBreakout.ts';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly planning: Planning;
}

/** The saved plans of the room, to use again with the people who are here then. */
export function PlansDialog({ open, onClose, planning }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t('breakout.plans')}>
      <Plans planning={planning} onDone={onClose} />
    </Dialog>
  );
}

function Plans({ planning, onDone }: { readonly planning: Planning; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const planOf = usePlanOf();
  const saved = useHomeMeeting((state) => breakoutOf(state)?.saved) ?? [];
  return (
    <div className="flex flex-col gap-4 pt-1">
      {saved.length === 0 && <p className="text-dim">{t('breakout.noPlans')}</p>}
      <ul className="flex flex-col gap-1">
        {saved.map((plan) => (
          <li key={plan.name} className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              <span dir="auto" className="block truncate text-left">
                {plan.name}
              </span>
              <span className="text-sm text-dim">
                {t('breakout.count', { count: plan.rooms.length })} ·{' '}
                {t('breakout.people', { count: plan.expected.length })}
              </span>
            </span>
            <Button
              aria-label={t('breakout.usePlan', { name: plan.name })}
              onPress={() => void planning.change(planOf(plan)).then((done) => done && onDone())}
            >
              {t('breakout.use')}
            </Button>
            <Button
              look="quiet"
              square
              aria-label={t('breakout.deletePlan', { name: plan.name })}
              onPress={() => void ask(breakout, 'forget', { name: plan.name })}
            >
              <Trash2 aria-hidden="true" className="size-5" />
            </Button>
          </li>
        ))}
      </ul>
      <SaveForm planning={planning} />
    </div>
  );
}

function SaveForm({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const save = async () => {
    const parsed = RoomName.safeParse(name);
    if (!parsed.success) return setError(t('breakout.nameInvalid'));
    // Sends the plan as it is shown, also before its first change, so that the server saves the same.
    if ((await planning.change({})) && (await ask(breakout, 'save', { name: parsed.data }))) setName('');
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        aside(save());
      }}
    >
      <Field
        label={t('breakout.saveAs')}
        value={name}
        onChange={(next) => {
          setName(next);
          setError(undefined);
        }}
        maxLength={breakoutLimits.nameLength}
        error={error}
      >
        <Button type="submit" look="primary">
          {t('breakout.save')}
        </Button>
      </Field>
    </form>
  );
}
