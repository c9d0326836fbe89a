import type { Plan } from '@plenum/shared/api/plan/contract';
import type { Space } from '@plenum/shared/api/space/contract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { api } from '../service/api.ts';
import { Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime } from '../service/words.ts';
import { PlanForm } from './PlanForm.tsx';
import { PlanGuests } from './PlanGuests.tsx';
import { repeatOf } from './planning.ts';
import { useCopy } from './useCopy.ts';

interface Props {
  readonly space: Space;
  readonly mayRenew: boolean;
  readonly onChange: (space: Space) => void;
}

/** The dialog that is open. */
type Shown = { readonly what: 'form'; readonly plan?: Plan } | { readonly what: 'guests'; readonly plan: Plan };

/** The planned meetings of a space, and its calendar. */
export function PlansSection({ space, mayRenew, onChange }: Props) {
  const { t } = useTranslation('service');
  const ask = useCallback(() => api.plans(space.id), [space.id]);
  const { answer, again } = useAnswer(ask);
  const [shown, setShown] = useState<Shown>();
  const { busy, error, send } = useSending();
  const remove = async (plan: string) => {
    await send(() => api.removePlan(space.id, plan));
    await again();
  };
  const planned = async () => {
    setShown(undefined);
    await again();
  };
  return (
    <Section id="plans" title={t('plan.heading')} lead={t('plan.lead')}>
      {answer.state === 'asking' && <Waiting rows={1} />}
      {answer.state === 'failed' && <p>{t('failed')}</p>}
      {answer.state === 'there' && answer.value.plans.length === 0 && <p>{t('plan.none')}</p>}
      {answer.state === 'there' && answer.value.plans.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {answer.value.plans.map((plan) => (
            <PlanRow
              key={plan.id}
              plan={plan}
              busy={busy}
              onChange={() => setShown({ what: 'form', plan })}
              onInvite={() => setShown({ what: 'guests', plan })}
              onRemove={() => aside(remove(plan.id))}
            />
          ))}
        </ul>
      )}
      <Refusal words={error} />
      <div>
        <Button onPress={() => setShown({ what: 'form' })}>{t('plan.open')}</Button>
      </div>
      <Calendar space={space} mayRenew={mayRenew} onChange={onChange} />
      {shown?.what === 'form' && (
        <Dialog
          open
          onClose={() => setShown(undefined)}
          title={shown.plan ? t('plan.changeThis', { title: shown.plan.title }) : t('plan.open')}
        >
          <PlanForm places={[space]} plan={shown.plan} onDone={planned} />
        </Dialog>
      )}
      {shown?.what === 'guests' && (
        <PlanGuests space={space.id} plan={shown.plan} onClose={() => setShown(undefined)} />
      )}
    </Section>
  );
}

interface RowProps {
  readonly plan: Plan;
  readonly busy: boolean;
  readonly onChange: () => void;
  readonly onInvite: () => void;
  readonly onRemove: () => void;
}

function PlanRow({ plan, busy, onChange, onInvite, onRemove }: RowProps) {
  const { t, i18n } = useTranslation('service');
  const repeat = repeatOf(plan);
  const { title } = plan;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-bold [overflow-wrap:anywhere]">
          <bdi>{title}</bdi>
        </p>
        <p className="text-dim">
          {dayAndTime(plan.startsAt, i18n.language)} · {t(`plan.repeat.${repeat ?? 'other'}`)}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="quiet" onPress={onInvite} aria-label={t('plan.inviteThis', { title })}>
          {t('plan.invite')}
        </Button>
        <Button look="quiet" onPress={onChange} aria-label={t('plan.changeThis', { title })}>
          {t('plan.change')}
        </Button>
        <Button look="quiet" busy={busy} onPress={onRemove} aria-label={t('plan.removeThis', { title })}>
          {t('plan.remove')}
        </Button>
      </div>
    </li>
  );
}

/** The address to which calendar programs subscribe, and the same as a file. */
function Calendar({ space, mayRenew, onChange }: Props) {
  const { t } = useTranslation('service');
  const copy = useCopy();
  const { busy, error, send } = useSending();
  const path = `/api/calendars/${space.slug}/${space.calendar}`;
  const renew = async () => {
    const next = await send(() => api.renewCode(space.id, 'calendar'));
    if (next) onChange(next);
  };
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="font-bold">{t('plan.calendar')}</h3>
      <p className="text-dim">{t('plan.calendarLead')}</p>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => aside(copy(`${location.origin}${path}`))}>{t('plan.subscribe')}</Button>
        <a
          href={path}
          download={`${space.slug}.ics`}
          className="inline-flex min-h-11 items-center rounded-control border border-edge/60 bg-raised px-5 py-2 hover:bg-hover"
        >
          {t('plan.file')}
        </a>
        {mayRenew && (
          <Button look="quiet" busy={busy} onPress={() => aside(renew())}>
            {t('plan.renewCalendar')}
          </Button>
        )}
      </div>
      <Refusal words={error} />
    </div>
  );
}
