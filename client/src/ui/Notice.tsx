import type { ReactNode } from 'react';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A whole page with one message: what happened, what is kept, what to do. */
export function Notice({ icon, title, children, actions }: Props) {
  return (
    <div className="animate-rise mx-auto flex w-full max-w-md flex-col items-center gap-4 px-5 py-10 text-center">
      <div
        aria-hidden="true"
        className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent-text [&_svg]:size-7"
      >
        {icon}
      </div>
      <h1 className="text-2xl font-bold">{title}</h1>
      <div className="flex flex-col gap-2 text-dim">{children}</div>
      {actions && <div className="mt-2 flex w-full flex-col gap-3">{actions}</div>}
    </div>
  );
}
