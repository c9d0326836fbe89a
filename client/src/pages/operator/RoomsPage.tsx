import type { LiveRoom } from '@plenum/shared/api/operator/contract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { showToast } from '../../ui/toasts.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { Refusal, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime } from '../service/words.ts';
import { operatorApi } from './api.ts';
import { OperatorFrame } from './OperatorFrame.tsx';

/** How often the page asks, in ms. */
const everyMs = 5_000;

interface Asked {
  readonly room: LiveRoom;
  readonly act: 'tell' | 'end';
}

/** The meetings that go on, with their load; one can be told something, and ended. */
export function RoomsPage() {
  const { t } = useTranslation('operator');
  const { answer, again } = useAnswer(operatorApi.rooms, everyMs);
  const [asked, setAsked] = useState<Asked>();
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  return (
    <OperatorFrame part="rooms" lead={t('rooms.lead')}>
      {answer.state === 'asking' && <Waiting rows={5} />}
      {answer.state === 'there' && answer.value.rooms.length === 0 && <p>{t('rooms.empty')}</p>}
      {answer.state === 'there' && answer.value.rooms.length > 0 && (
        <ul className="flex flex-col gap-3">
          {answer.value.rooms.map((room) => (
            <Row key={room.id} room={room} onAsk={(act) => setAsked({ room, act })} />
          ))}
        </ul>
      )}
      {asked && (
        <RoomDialog
          {...asked}
          onDone={async () => {
            setAsked(undefined);
            await again();
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </OperatorFrame>
  );
}

interface RowProps {
  readonly room: LiveRoom;
  readonly onAsk: (act: Asked['act']) => void;
}

function Row({ room, onAsk }: RowProps) {
  const { t, i18n } = useTranslation('operator');
  const { title, people, streams, breakouts, since, createdAt, organisation, organisationId } = room;
  const load = [
    t('rooms.people', { count: people }),
    t('rooms.streams', { count: streams }),
    ...(breakouts > 0 ? [t('rooms.breakouts', { count: breakouts })] : []),
    t('rooms.since', { when: dayAndTime(since ?? createdAt, i18n.language) }),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-4 rounded-tile border border-line bg-surface p-5">
      <div className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
        <h2 dir="auto" className="text-lg font-bold">
          {title}
        </h2>
        <p className="tabular-nums">{load.join(' · ')}</p>
        <p className="text-dim">
          {organisationId === undefined ? (
            t('rooms.noSpace')
          ) : (
            <Link href={`/operator/organisations/${organisationId}`} className="text-accent-text underline">
              <bdi>{organisation}</bdi>
            </Link>
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-3">
        <Button aria-label={t('rooms.tellThis', { title })} onPress={() => onAsk('tell')}>
          {t('rooms.tell')}
        </Button>
        <Button aria-label={t('rooms.endThis', { title })} onPress={() => onAsk('end')}>
          {t('rooms.end')}
        </Button>
      </div>
    </li>
  );
}

interface DialogProps extends Asked {
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the message; ending a meeting says it first, so that its people know why. */
function RoomDialog({ room: { id, title }, act, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const [text, setText] = useState('');
  const { busy, error, send } = useSending();
  const words = text.replaceAll(/\s+/g, ' ').trim();
  const go = async () => {
    const done = await send(async () => {
      if (words !== '') await operatorApi.tellRoom(id, words);
      if (act === 'end') await operatorApi.endRoom(id);
      return true;
    });
    if (!done) return;
    showToast({ tone: 'good', words: t(act === 'end' ? 'rooms.ended' : 'rooms.told') });
    await onDone();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(act === 'end' ? 'rooms.endTitle' : 'rooms.tellTitle', { title })}
      actions={
        <>
          <Button onPress={onClose}>{service('cancel')}</Button>
          <Button
            look={act === 'end' ? 'danger' : 'primary'}
            busy={busy}
            isDisabled={act === 'tell' && words === ''}
            onPress={() => aside(go())}
          >
            {t(act === 'end' ? 'rooms.end' : 'rooms.tell')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <LongField
          label={t(act === 'end' ? 'rooms.endLabel' : 'rooms.tellLabel')}
          value={text}
          onChange={setText}
          note={t(act === 'end' ? 'rooms.endNote' : 'rooms.tellNote')}
          rows={3}
          maxLength={300}
        />
        <Refusal words={error} />
      </div>
    </Dialog>
  );
}
