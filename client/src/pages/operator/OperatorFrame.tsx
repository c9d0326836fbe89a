import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { cx } from '../../ui/cx.ts';
import { ServiceFrame } from '../service/parts.tsx';

const parts = {
  overview: '/operator',
  organisations: '/operator/organisations',
  accounts: '/operator/accounts',
  clients: '/operator/clients',
  tiers: '/operator/tiers',
  rooms: '/operator/rooms',
  notice: '/operator/notice',
  audit: '/operator/audit',
} as const;
type Part = keyof typeof parts;
const order = Object.keys(parts) as Part[];

/** The one list of a page, below its heading. */
export function Card({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-4 rounded-tile border border-line bg-surface p-5 sm:p-7">{children}</div>
  );
}

interface Props {
  readonly part: Part;
  /** The heading, where it is not the name of the part. */
  readonly title?: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** The frame of a page for operators: its heading, and links to the other parts. */
export function OperatorFrame({ part, title, lead, children }: Props) {
  const { t } = useTranslation('operator');
  const [path] = useLocation();
  const heading = title ?? t(`part.${part}`);
  return (
    <ServiceFrame title={`${heading} · ${t('title')}`} wide>
      <nav aria-label={t('nav')}>
        <ul className="flex flex-wrap gap-x-1 border-b border-line">
          {order.map((one) => (
            <li key={one}>
              <Link
                href={parts[one]}
                aria-current={path === parts[one] ? 'page' : undefined}
                className={cx(
                  'flex min-h-11 items-center border-b-3 px-3 whitespace-nowrap -outline-offset-2',
                  one === part ? 'border-accent-text font-bold' : 'border-transparent text-dim hover:text-text',
                )}
              >
                {t(`part.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-col gap-1">
        <h1 dir="auto" className="text-3xl font-bold tracking-tight [overflow-wrap:anywhere]">
          {heading}
        </h1>
        {lead !== undefined && <p className="text-dim">{lead}</p>}
      </div>
      {children}
    </ServiceFrame>
  );
}
