import type { Webhook } from '@plenum/shared/api/webhook/contract';
import { usualEvents, type WebhookEvent, webhookEvents } from '@plenum/shared/api/webhook/events';
import { webhookLimits } from '@plenum/shared/api/webhook/limits';
import { aside } from '@plenum/shared/core/aside';
import { limits } from '@plenum/shared/core/limits';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../ui/Field.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { api } from '../../service/api.ts';
import { Form, Section, Waiting } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { useAnswer } from '../../service/useAnswer.ts';
import { ShownOnce } from '../ShownOnce.tsx';
import { WebhookRow } from './WebhookRow.tsx';

/** The webhooks of an organisation. The secret of one is shown once, when it is made. */
export function WebhooksSection({ id }: { readonly id: string }) {
  const { t } = useTranslation('organisation');
  const ask = useCallback(() => api.webhooks(id), [id]);
  const { answer, again } = useAnswer(ask);
  const [secret, setSecret] = useState<string>();
  const webhooks: readonly Webhook[] = answer.state === 'there' ? answer.value.webhooks : [];
  return (
    <Section title={t('webhooks.title')} lead={t('webhooks.lead')}>
      {answer.state === 'asking' && <Waiting />}
      {webhooks.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {webhooks.map((webhook) => (
            <WebhookRow key={webhook.id} organisation={id} webhook={webhook} onChange={() => aside(again())} />
          ))}
        </ul>
      )}
      {secret !== undefined && <ShownOnce words={t('webhooks.once')} secret={secret} copy={t('webhooks.copy')} />}
      <NewWebhook
        organisation={id}
        onMade={async (made) => {
          setSecret(made);
          await again();
        }}
      />
    </Section>
  );
}

interface NewProps {
  readonly organisation: string;
  /** @param secret of the new webhook */
  readonly onMade: (secret: string) => Promise<void>;
}

function NewWebhook({ organisation, onMade }: NewProps) {
  const { t } = useTranslation('organisation');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(usualEvents);
  const [isTried, setTried] = useState(false);
  const making = useSending();
  const isUrl = /^https?:\/\/\S+$/.test(url.trim());
  const make = async () => {
    setTried(true);
    if (name.trim() === '' || !isUrl || events.length === 0) return;
    const input = { name, url: url.trim(), events: [...events] };
    const made = await making.send(() => api.createWebhook(organisation, input));
    if (!made) return;
    setName('');
    setUrl('');
    setEvents(usualEvents);
    setTried(false);
    await onMade(made.secret);
  };
  const toggle = (event: WebhookEvent, on: boolean) =>
    setEvents((before) => (on ? [...before, event] : before.filter((one) => one !== event)));
  return (
    <Form look="plain" submit={t('webhooks.make')} busy={making.busy} error={making.error} onSubmit={make}>
      <Field
        label={t('webhooks.name')}
        value={name}
        onChange={setName}
        maxLength={limits.titleLength}
        autoComplete="off"
        error={isTried && name.trim() === '' ? t('webhooks.nameMissing') : undefined}
      />
      <Field
        label={t('webhooks.url')}
        value={url}
        onChange={setUrl}
        maxLength={webhookLimits.urlLength}
        autoComplete="off"
        error={isTried && !isUrl ? t('webhooks.urlMissing') : undefined}
      />
      <fieldset className="flex flex-col">
        <legend className="font-bold">{t('webhooks.events')}</legend>
        {webhookEvents.map((event) => (
          <Switch key={event} on={events.includes(event)} onChange={(on) => toggle(event, on)}>
            {t(`webhooks.event.${keyOf(event)}`)}
          </Switch>
        ))}
        {isTried && events.length === 0 && <p className="text-sm text-danger-text">{t('webhooks.eventMissing')}</p>}
      </fieldset>
    </Form>
  );
}

const keys = {
  'meeting.started': 'meetingStarted',
  'meeting.ended': 'meetingEnded',
  'participant.joined': 'participantJoined',
  'participant.left': 'participantLeft',
  'recording.ready': 'recordingReady',
  'recording.published': 'recordingPublished',
  'recording.unpublished': 'recordingUnpublished',
  'recording.deleted': 'recordingDeleted',
  'poll.published': 'pollPublished',
  'chat.message': 'chatMessage',
} as const satisfies Record<WebhookEvent, string>;

/** What the words of an event stand below: a dot in a key would part it. */
function keyOf(event: WebhookEvent) {
  return keys[event];
}
