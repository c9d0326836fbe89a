import type { Delivery } from '@plenum/shared/api/webhook/contract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { api } from '../../service/api.ts';
import { Refusal, Waiting } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { useAnswer } from '../../service/useAnswer.ts';
import { dayAndTime } from '../../service/words.ts';

interface Props {
  readonly organisation: string;
  readonly webhook: string;
  /** False while the webhook is off. */
  readonly mayRepeat: boolean;
}

/** The deliveries of a webhook, newest first. */
export function Deliveries({ organisation, webhook, mayRepeat }: Props) {
  const { t } = useTranslation('organisation');
  const ask = useCallback(() => api.deliveries(organisation, webhook), [organisation, webhook]);
  const { answer, again } = useAnswer(ask);
  const [older, setOlder] = useState<{ readonly list: readonly Delivery[]; readonly next: string | undefined }>();
  const sending = useSending();
  const first = answer.state === 'there' ? answer.value : { deliveries: [], next: undefined };
  const next = older ? older.next : first.next;
  const load = async () => {
    const page = await sending.send(() => api.deliveries(organisation, webhook, next));
    if (page) setOlder({ list: [...(older?.list ?? []), ...page.deliveries], next: page.next });
  };
  const refresh = async () => {
    setOlder(undefined);
    await again();
  };
  const repeat = async (id: string) => {
    if (await sending.send(() => api.sendAgain(organisation, webhook, id))) await refresh();
  };
  const all = [...first.deliveries, ...(older?.list ?? [])];
  return (
    <div className="flex flex-col gap-3 rounded-tile border border-line p-4">
      {answer.state === 'asking' && <Waiting />}
      {answer.state === 'there' && all.length === 0 && <p className="text-dim">{t('webhooks.none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {all.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            busy={sending.busy}
            onRepeat={mayRepeat ? () => aside(repeat(delivery.id)) : undefined}
          />
        ))}
      </ul>
      <Refusal words={sending.error} />
      <div className="flex flex-wrap gap-3">
        <Button onPress={() => aside(refresh())}>{t('webhooks.refresh')}</Button>
        {next !== undefined && (
          <Button busy={sending.busy} onPress={() => aside(load())}>
            {t('webhooks.older')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface RowProps {
  readonly delivery: Delivery;
  readonly busy: boolean;
  /** Absent while it cannot be sent again. */
  readonly onRepeat: (() => void) | undefined;
}

function DeliveryRow({ delivery: { event, at, state, tries, status, reason }, busy, onRepeat }: RowProps) {
  const { t, i18n } = useTranslation('organisation');
  const when = dayAndTime(at, i18n.language);
  const answered = status === undefined ? reason : String(status);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2">
      <div className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <p>
          <code>{event}</code> · {when}
        </p>
        <p className="text-dim">
          {t(`webhooks.state.${state}`)}
          {tries > 0 && ` · ${t('webhooks.tries', { count: tries })}`}
          {answered !== undefined && ` · ${t('webhooks.answer', { answered })}`}
        </p>
      </div>
      {onRepeat && state !== 'waiting' && (
        <Button busy={busy} onPress={onRepeat} aria-label={t('webhooks.againThis', { event, when })}>
          {t('webhooks.again')}
        </Button>
      )}
    </li>
  );
}
