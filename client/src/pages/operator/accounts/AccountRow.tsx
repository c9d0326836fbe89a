import type { OperatedAccount } from '@plenum/shared/api/operator/serverContract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundOf } from '../../../app/errorWords.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useMe } from '../../service/me.ts';
import { Refusal } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { dayOf } from '../../service/words.ts';
import { operatorApi } from '../api.ts';

interface Props {
  readonly account: OperatedAccount;
  readonly onChange: (account: OperatedAccount) => void;
}

/** What is asked before it is done. */
type Question = 'disable' | 'makeOperator' | 'unmakeOperator';

const changes = {
  disable: { disabled: true },
  makeOperator: { operator: true },
  unmakeOperator: { operator: false },
} as const satisfies Record<Question, object>;

/** One account, with what can be done about it. */
export function AccountRow({ account, onChange }: Props) {
  const { t, i18n } = useTranslation('operator');
  const me = useMe();
  const [question, setQuestion] = useState<Question>();
  const [isLast, setLast] = useState(false);
  const { busy, error, send } = useSending();
  const { name, email, operator, disabled, createdAt, organisations } = account;
  const rule = async (change: { disabled?: boolean; operator?: boolean }) => {
    setLast(false);
    const next = await send(async () => {
      try {
        return await operatorApi.ruleAccount(account.account, change);
      } catch (reason) {
        if (boundOf(reason) === 'lastOperator') setLast(true);
        throw reason;
      }
    });
    setQuestion(undefined);
    if (next) onChange(next);
  };
  const signOut = async () => {
    if (!(await send(() => operatorApi.signOutAccount(account.account)))) return;
    showToast({ tone: 'good', words: t('accounts.signedOut', { name }) });
  };
  const marks = [
    ...(account.account === me.account ? [t('accounts.you')] : []),
    ...(operator ? [t('accounts.operator')] : []),
    ...(disabled ? [t('accounts.disabled')] : []),
  ];
  return (
    <li className="flex flex-col gap-2 py-4">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap items-center gap-2">
          <b>
            <bdi>{name}</bdi>
          </b>
          {marks.map((mark) => (
            <span key={mark} className="rounded-full bg-raised px-2.5 py-0.5 text-sm">
              {mark}
            </span>
          ))}
        </p>
        <p>{email}</p>
        <p className="text-dim">
          {[...organisations, t('accounts.since', { day: dayOf(createdAt, i18n.language) })].join(' · ')}
        </p>
      </div>
      <fieldset aria-label={t('accounts.actions', { name })} className="flex flex-wrap gap-2">
        <Button busy={busy} onPress={() => aside(signOut())}>
          {t('accounts.signOut')}
        </Button>
        {disabled ? (
          <Button busy={busy} onPress={() => aside(rule({ disabled: false }))}>
            {t('accounts.enable')}
          </Button>
        ) : (
          <Button onPress={() => setQuestion('disable')}>{t('accounts.disable')}</Button>
        )}
        <Button onPress={() => setQuestion(operator ? 'unmakeOperator' : 'makeOperator')}>
          {t(operator ? 'accounts.unmakeOperator' : 'accounts.makeOperator')}
        </Button>
      </fieldset>
      <Refusal words={isLast ? t('accounts.lastOperator') : error} />
      {question && (
        <Confirm
          question={question}
          name={name}
          busy={busy}
          onClose={() => setQuestion(undefined)}
          onConfirm={() => aside(rule(changes[question]))}
        />
      )}
    </li>
  );
}

interface ConfirmProps {
  readonly question: Question;
  readonly name: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

const titles = {
  disable: 'accounts.disableTitle',
  makeOperator: 'accounts.operatorTitle',
  unmakeOperator: 'accounts.unmakeTitle',
} as const;
const bodies = {
  disable: 'accounts.disableBody',
  makeOperator: 'accounts.operatorBody',
  unmakeOperator: 'accounts.unmakeBody',
} as const;

function Confirm({ question, name, busy, onClose, onConfirm }: ConfirmProps) {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={t(titles[question], { name })}
      actions={
        <>
          <Button onPress={onClose}>{service('cancel')}</Button>
          <Button look={question === 'makeOperator' ? 'primary' : 'danger'} busy={busy} onPress={onConfirm}>
            {t(`accounts.${question}`)}
          </Button>
        </>
      }
    >
      <p>{t(bodies[question])}</p>
    </Dialog>
  );
}
