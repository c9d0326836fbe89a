import type { Webhook } from '@plenum/shared/api/webhook/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { Button } from '../../../ui/Button.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { api } from '../../service/api.ts';
import { Refusal } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { dayAndTime } from '../../service/words.ts';
import { Deliveries } from './Deliveries.tsx';

interface Props {
  readonly organisation: string;
  readonly webhook: Webhook;
  /** Called when the webhook has changed or is gone. */
  readonly onChange: () => void;
}

/** One webhook: where it sends, how it fares, and what can be done with it. */
export function WebhookRow({ organisation, webhook, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const { id, name, url, on } = webhook;
  const [isOpen, setOpen] = useState(false);
  const [tests, setTests] = useState(0);
  const sending = useSending();
  const act = async (ask: () => Promise<unknown>) => {
    if ((await sending.send(ask)) !== undefined) onChange();
  };
  const test = async () => {
    if (!(await sending.send(() => api.testWebhook(organisation, id)))) return;
    setTests((before) => before + 1);
    setOpen(true);
  };
  return (
    <li className="flex flex-col gap-3 py-3">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-bold">
          <bdi>{name}</bdi>
        </p>
        <p className="text-dim">
          <bdi>{url}</bdi>
        </p>
        <Fares webhook={webhook} />
      </div>
      <Switch on={on} onChange={(next) => aside(act(() => api.changeWebhook(organisation, id, { on: next })))}>
        {t('webhooks.on')}
        <span className="sr-only">: {name}</span>
      </Switch>
      <div className="flex flex-wrap gap-3">
        <Button
          onPress={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          aria-label={t('webhooks.deliveriesOf', { name })}
        >
          {t('webhooks.deliveries')}
        </Button>
        {on && (
          <Button busy={sending.busy} onPress={() => aside(test())} aria-label={t('webhooks.testThis', { name })}>
            {t('webhooks.test')}
          </Button>
        )}
        <Button
          busy={sending.busy}
          onPress={() => aside(act(() => api.removeWebhook(organisation, id)))}
          aria-label={t('webhooks.removeThis', { name })}
        >
          {t('webhooks.remove')}
        </Button>
      </div>
      <Refusal words={sending.error} />
      {isOpen && <Deliveries key={tests} organisation={organisation} webhook={id} mayRepeat={on} />}
    </li>
  );
}

/** Why a webhook is off, since when it fails, and how many events found no place. */
function Fares({ webhook: { on, reason, failingSince, dropped } }: Pick<Props, 'webhook'>) {
  const { t, i18n } = useTranslation('organisation');
  const since = failingSince === undefined ? undefined : dayAndTime(failingSince, i18n.language);
  return (
    <>
      {reason !== undefined && <p className="text-danger-text">{t(`webhooks.off.${reason}`)}</p>}
      {on && since !== undefined && <p className="text-amber-text">{t('webhooks.failing', { since })}</p>}
      {dropped > 0 && <p className="text-amber-text">{t('webhooks.dropped', { count: dropped })}</p>}
    </>
  );
}
