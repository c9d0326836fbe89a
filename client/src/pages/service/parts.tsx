import { aside } from '@plenum/shared/core/aside';
import { type ComponentProps, type FormEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { useMe } from './me.ts';

interface FrameProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The frame of a page for people who are signed in: the name leads home, and the person's sign to the account. */
export function ServiceFrame({ title, wide = false, children }: FrameProps) {
  const { t } = useTranslation('service');
  const me = useMe();
  const menu = (
    <>
      {me.operator && <OperatorLink />}
      <Link
        href="/account"
        aria-label={t('account', { name: me.name })}
        className={cx('grid size-11 place-items-center rounded-full', !me.operator && 'ml-auto')}
      >
        <Avatar id={me.account} name={me.name} size="2rem" />
      </Link>
    </>
  );
  return (
    <PageFrame title={title} home="/home" atTop menu={menu}>
      <div className={cx('mx-auto flex w-full flex-col gap-6 px-4 pt-4 sm:px-6', wide ? 'max-w-5xl' : 'max-w-2xl')}>
        {children}
      </div>
    </PageFrame>
  );
}

/** The way to the pages for the people who run the server. */
function OperatorLink() {
  const { t } = useTranslation('service');
  return (
    <Link href="/operator" className="ml-auto flex min-h-11 items-center rounded-control px-2 text-accent-text">
      {t('operate')}
    </Link>
  );
}

interface SectionProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly id?: string;
  readonly children: ReactNode;
}

/** One subject of a page. */
export function Section({ title, lead, id, children }: SectionProps) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={heading}
      className="flex min-w-0 flex-col gap-4 rounded-tile border border-line bg-surface p-5 sm:p-7"
    >
      <div className="flex flex-col gap-1">
        <h2 id={heading} className="text-xl font-bold">
          {title}
        </h2>
        {lead !== undefined && <p className="text-dim">{lead}</p>}
      </div>
      {children}
    </section>
  );
}

/** The words of a refusal, said at once. */
export function Refusal({ words }: { readonly words: string | undefined }) {
  return (
    <div role="alert" className="empty:hidden">
      {words !== undefined && <p className="text-danger-text">{words}</p>}
    </div>
  );
}

interface FormProps {
  readonly submit: string;
  readonly busy: boolean;
  readonly error?: string | undefined;
  readonly look?: 'plain' | 'primary';
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A form with one button at its end. */
export function Form({ submit, busy, error, look = 'primary', onSubmit, children }: FormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) aside(onSubmit());
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      {children}
      <Refusal words={error} />
      <div>
        <Button type="submit" look={look} busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

const linkLooks = {
  primary: 'bg-accent text-accent-ink font-bold',
  plain: 'bg-raised text-text border border-edge/60 hover:bg-hover',
} as const;

/** A link to another page that looks like a button. */
export function ButtonLink({
  look = 'plain',
  ...rest
}: { readonly look?: keyof typeof linkLooks } & Omit<ComponentProps<'a'>, 'href'> & { readonly href: string }) {
  return (
    <Link
      {...rest}
      className={cx(
        'inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-5 py-2 text-center',
        linkLooks[look],
      )}
    />
  );
}

/** Grey bars where something will stand. */
export function Waiting({ rows = 3 }: { readonly rows?: number }) {
  const { t } = useTranslation('service');
  return (
    <output className="flex flex-col gap-3" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="h-12 rounded-control bg-raised" />
      ))}
    </output>
  );
}
