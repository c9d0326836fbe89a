import type { Meeting } from '@plenum/shared/api/meeting/contract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOfDay, wordsOfDuration } from '../../app/wordsOfTime.ts';
import { Button } from '../../ui/Button.tsx';
import { api } from '../service/api.ts';
import { Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime } from '../service/words.ts';
import { attendanceOf } from './attendance.ts';

/** The meetings of a space, newest first. */
export function HistorySection({ space }: { readonly space: string }) {
  const { t } = useTranslation('service');
  const { t: general } = useTranslation();
  const ask = useCallback(() => api.meetings(space), [space]);
  const { answer, again, take } = useAnswer(ask);
  const { busy, error, send } = useSending();
  const older = async () => {
    if (answer.state !== 'there') return;
    const { meetings } = answer.value;
    const next = await send(() => api.meetings(space, meetings.at(-1)?.startedAt));
    if (next) take({ meetings: [...meetings, ...next.meetings], more: next.more });
  };
  return (
    <Section id="history" title={t('history.title')} lead={t('history.lead')}>
      {answer.state === 'asking' && <Waiting />}
      {answer.state === 'failed' && (
        <div className="flex flex-wrap items-center gap-3">
          <p>{t('failed')}</p>
          <Button onPress={() => aside(again())}>{general('app.tryAgain')}</Button>
        </div>
      )}
      {answer.state === 'there' && answer.value.meetings.length === 0 && <p>{t('history.empty')}</p>}
      {answer.state === 'there' && (
        <ol className="flex flex-col divide-y divide-line">
          {answer.value.meetings.map((meeting) => (
            <Row key={meeting.id} meeting={meeting} />
          ))}
        </ol>
      )}
      <Refusal words={error} />
      {answer.state === 'there' && answer.value.more && (
        <div>
          <Button busy={busy} onPress={() => aside(older())}>
            {t('history.older')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Row({ meeting }: { readonly meeting: Meeting }) {
  const { t, i18n } = useTranslation('service');
  const [isOpen, setOpen] = useState(false);
  const table = useId();
  const { startedAt, endedAt, peak, title } = meeting;
  const when = dayAndTime(startedAt, i18n.language);
  const length = endedAt === undefined ? t('history.goesOn') : wordsOfDuration(endedAt - startedAt, i18n.language);
  return (
    <li className="flex flex-col gap-3 py-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="font-bold">{when}</p>
          <p className="text-dim [overflow-wrap:anywhere]">
            <bdi>{title}</bdi> · {length} · {t('history.peak', { count: peak })}
          </p>
        </div>
        <Button
          aria-expanded={isOpen}
          {...(isOpen && { 'aria-controls': table })}
          aria-label={t('history.attendanceOf', { when })}
          onPress={() => setOpen((open) => !open)}
        >
          {t('history.attendance')}
        </Button>
      </div>
      {isOpen && <Attendance id={table} meeting={meeting.id} />}
    </li>
  );
}

/** Who was in a meeting, and for how long. */
function Attendance({ id, meeting }: { readonly id: string; readonly meeting: string }) {
  const { t, i18n } = useTranslation('service');
  const { t: general } = useTranslation();
  const ask = useCallback(() => api.meeting(meeting), [meeting]);
  const { answer } = useAnswer(ask);
  if (answer.state === 'asking') return <Waiting rows={2} />;
  if (answer.state === 'failed') return <p>{t('failed')}</p>;
  return (
    <div id={id} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-dim">
          <tr>
            <th className="py-1 pr-3 font-normal">{t('history.name')}</th>
            <th className="py-1 pr-3 font-normal">{t('history.role')}</th>
            <th className="py-1 pr-3 font-normal">{t('history.came')}</th>
            <th className="py-1 font-normal">{t('history.stayed')}</th>
          </tr>
        </thead>
        <tbody>
          {attendanceOf(answer.value.stays).map(({ key, name, role, joinedAt, stayedMs }) => (
            <tr key={key} className="border-t border-line">
              <td className="py-2 pr-3 [overflow-wrap:anywhere]">
                {name === '' ? t('history.deleted') : <bdi>{name}</bdi>}
              </td>
              <td className="py-2 pr-3">{general(`role.${role}`)}</td>
              <td className="py-2 pr-3 tabular-nums">{timeOfDay(joinedAt, i18n.language)}</td>
              <td className="py-2">
                {stayedMs === undefined ? t('history.stillIn') : wordsOfDuration(stayedMs, i18n.language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
