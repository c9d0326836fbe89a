import { mostInvitedAtOnce, type Plan } from '@plenum/shared/api/plan/contract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { showToast } from '../../ui/toasts.ts';
import { api } from '../service/api.ts';
import { Form, Refusal, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { addressesIn } from './planning.ts';

interface Props {
  readonly space: string;
  readonly plan: Plan;
  readonly onClose: () => void;
}

/** Invites addresses to a planned meeting, and shows who is invited. */
export function PlanGuests({ space, plan, onClose }: Props) {
  const { t } = useTranslation('service');
  const ask = useCallback(() => api.planGuests(space, plan.id), [space, plan.id]);
  const { answer, again } = useAnswer(ask);
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const [inviting, cancelling] = [useSending(), useSending()];
  const { emails, wrong } = addressesIn(text);
  const tooMany = emails.length > mostInvitedAtOnce;
  const problem =
    wrong !== undefined
      ? t('plan.guests.wrong', { wrong })
      : tooMany
        ? t('plan.guests.tooMany', { most: mostInvitedAtOnce })
        : t('plan.guests.none');
  const isWrong = wrong !== undefined || tooMany || emails.length === 0;
  const invite = async () => {
    setTried(true);
    if (isWrong || !(await inviting.send(() => api.invitePlanGuests(space, plan.id, emails)))) return;
    setTried(false);
    setText('');
    showToast({ tone: 'good', words: t('plan.guests.invited') });
    await again();
  };
  const cancel = async (guest: string) => {
    await cancelling.send(() => api.uninvitePlanGuest(space, plan.id, guest));
    await again();
  };
  const guests = answer.state === 'there' ? answer.value.guests : [];
  return (
    <Dialog open onClose={onClose} title={t('plan.guests.title', { title: plan.title })}>
      <div className="flex flex-col gap-5">
        <p className="text-dim">{t('plan.guests.lead')}</p>
        <Form submit={t('plan.invite')} busy={inviting.busy} error={inviting.error} onSubmit={invite}>
          <LongField
            label={t('plan.guests.emails')}
            value={text}
            onChange={setText}
            note={t('plan.guests.note')}
            problem={isTried && isWrong ? problem : undefined}
            rows={3}
            maxLength={mostInvitedAtOnce * 256}
          />
        </Form>
        {answer.state === 'asking' && <Waiting rows={1} />}
        {answer.state === 'failed' && <p>{t('failed')}</p>}
        {guests.length > 0 && (
          <section className="flex flex-col gap-2 border-t border-line pt-4">
            <h3 className="font-bold">{t('plan.guests.list')}</h3>
            <ul className="flex flex-col divide-y divide-line">
              {guests.map(({ id, email }) => (
                <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2">
                  <bdi className="min-w-0 [overflow-wrap:anywhere]">{email}</bdi>
                  <Button
                    look="quiet"
                    busy={cancelling.busy}
                    onPress={() => aside(cancel(id))}
                    aria-label={t('plan.guests.cancelThis', { email })}
                  >
                    {t('plan.guests.cancel')}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Refusal words={cancelling.error} />
      </div>
    </Dialog>
  );
}
