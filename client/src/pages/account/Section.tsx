import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** One subject of the account page. */
export function Section({ title, lead, children }: Props) {
  return (
    <section className="flex flex-col gap-4 rounded-tile border border-line bg-surface p-5 sm:p-7">
      <div className="flex flex-col gap-1">
        <h2 className="text-xl font-bold">{title}</h2>
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
