import type { Notice } from '@plenum/shared/api/operator/noticeContract';
import { aside } from '@plenum/shared/core/aside';
import { Megaphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useNow } from '../../ui/useNow.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { Form, Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime } from '../service/words.ts';
import { operatorApi } from './api.ts';
import { OperatorFrame } from './OperatorFrame.tsx';
import { TimeField } from './TimeField.tsx';

const most = 300;

/** The one notice of the server: its text and time, with a preview; set it, and take it back. */
export function NoticePage() {
  const { t } = useTranslation('operator');
  const { answer, again } = useAnswer(operatorApi.notice);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  return (
    <OperatorFrame part="notice" lead={t('notice.lead')}>
      {answer.state === 'asking' ? (
        <Waiting />
      ) : (
        <>
          <Current notice={answer.value.notice} again={again} />
          <NewNotice again={again} />
        </>
      )}
    </OperatorFrame>
  );
}

interface CurrentProps {
  readonly notice: Notice | undefined;
  readonly again: () => Promise<void>;
}

function Current({ notice, again }: CurrentProps) {
  const { t, i18n } = useTranslation('operator');
  const now = useNow(10_000);
  const { busy, error, send } = useSending();
  if (!notice) return <p className="text-dim">{t('notice.none')}</p>;
  const { text, from, until } = notice;
  const takeBack = async () => {
    if (!(await send(operatorApi.removeNotice))) return;
    showToast({ tone: 'good', words: t('notice.gone') });
    await again();
  };
  const when = (at: number) => dayAndTime(at, i18n.language);
  const state =
    until !== undefined && until <= now
      ? t('notice.was')
      : from !== undefined && from > now
        ? t('notice.willBe', { when: when(from) })
        : t('notice.is');
  return (
    <Section title={state} lead={until === undefined ? undefined : t('notice.end', { when: when(until) })}>
      <p dir="auto" className="[overflow-wrap:anywhere]">
        {text}
      </p>
      <Refusal words={error} />
      <div>
        <Button busy={busy} onPress={() => aside(takeBack())}>
          {t('notice.takeBack')}
        </Button>
      </div>
    </Section>
  );
}

function NewNotice({ again }: Pick<CurrentProps, 'again'>) {
  const { t } = useTranslation('operator');
  const [text, setText] = useState('');
  const [from, setFrom] = useState<number>();
  const [until, setUntil] = useState<number>();
  const [problem, setProblem] = useState<'text' | 'until'>();
  const { busy, error, send } = useSending();
  const words = text.replaceAll(/\s+/g, ' ').trim();
  const show = async () => {
    const isLate = until !== undefined && until <= Math.max(from ?? 0, Date.now());
    const wrong = words === '' ? 'text' : isLate ? 'until' : undefined;
    setProblem(wrong);
    if (wrong) return;
    const notice = { text: words, ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
    if (!(await send(() => operatorApi.setNotice(notice)))) return;
    setText('');
    showToast({ tone: 'good', words: t('notice.shown') });
    await again();
  };
  return (
    <Section title={t('notice.new')}>
      <Form look="plain" submit={t('notice.show')} busy={busy} error={error} onSubmit={show}>
        <LongField
          label={t('notice.text')}
          value={text}
          onChange={setText}
          note={t('notice.textNote', { max: most })}
          problem={problem === 'text' ? t('notice.textInvalid') : undefined}
          rows={2}
          maxLength={most}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TimeField label={t('notice.from')} onChange={setFrom} />
          <TimeField
            label={t('notice.until')}
            onChange={setUntil}
            error={problem === 'until' ? t('notice.untilInvalid') : undefined}
          />
        </div>
        {words !== '' && (
          <div className="flex flex-col gap-1.5">
            <p className="font-bold">{t('notice.preview')}</p>
            <Banner tone="warning" icon={<Megaphone />}>
              <bdi className="[overflow-wrap:anywhere]">{words}</bdi>
            </Banner>
          </div>
        )}
      </Form>
    </Section>
  );
}
