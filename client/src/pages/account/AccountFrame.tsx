import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Button } from '../../ui/Button.tsx';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** What stands below the card. */
  readonly below?: ReactNode;
}

/** A page about accounts: a heading, a sentence, and a card. */
export function AccountFrame({ title, lead, children, below }: Props) {
  return (
    <PageFrame title={title}>
      <div className="mx-auto flex w-full max-w-md flex-col gap-5 px-4">
        <div className="flex flex-col gap-2">
          <h1 className="text-3xl font-bold tracking-tight">{title}</h1>
          {lead !== undefined && <p className="text-dim">{lead}</p>}
        </div>
        <div className="flex flex-col gap-5 rounded-tile border border-line bg-surface p-5 sm:p-7">{children}</div>
        {below !== undefined && <div className="flex flex-wrap gap-x-2 gap-y-1 text-dim">{below}</div>}
      </div>
    </PageFrame>
  );
}

interface FormProps {
  readonly submit: string;
  readonly busy: boolean;
  readonly error?: string | undefined;
  /** One of several forms of a page: its button is not the page's first. */
  readonly isOneOfMany?: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A form with one button at its end; an error that belongs to no field stands above the button. */
export function AccountForm({ submit, busy, error, isOneOfMany = false, onSubmit, children }: FormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) aside(onSubmit());
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      {children}
      <div role="alert" className="empty:hidden">
        {error !== undefined && <p className="text-danger-text">{error}</p>}
      </div>
      <Button type="submit" look={isOneOfMany ? 'plain' : 'primary'} wide busy={busy}>
        {submit}
      </Button>
    </form>
  );
}

/** A line with a word between two ways. */
export function OrLine() {
  const { t } = useTranslation('account');
  return (
    <div className="flex items-center gap-3 text-sm text-dim" aria-hidden="true">
      <span className="h-px flex-1 bg-line" />
      {t('or')}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
