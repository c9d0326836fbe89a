import { lazy, Suspense } from 'react';
import type { PageOnStage } from '../../app/slots.ts';

const Board = lazy(() => import('./Board.tsx').then((module) => ({ default: module.Board })));
const Tools = lazy(() => import('./Tools.tsx').then((module) => ({ default: module.Tools })));

/** The board over a page; nothing until its code is there. */
export function BoardLayer({ page }: { readonly page: PageOnStage }) {
  return (
    <Suspense>
      <Board page={page} />
    </Suspense>
  );
}

/** The tools beside a page. */
export function BoardTools({ page }: { readonly page: PageOnStage }) {
  return (
    <Suspense>
      <Tools page={page} />
    </Suspense>
  );
}
