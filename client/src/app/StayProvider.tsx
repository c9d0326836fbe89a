import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Session } from '../core/session.ts';
import { Stay } from '../core/stay.ts';
import { SessionContext } from './session.ts';
import { StayContext } from './stayContext.ts';

/** Shows the room in which this person is now. Each room is a page of its own, with the same devices. */
export function StayProvider({ home, children }: { readonly home: Session; readonly children: ReactNode }) {
  const [stay] = useState(() => new Stay(home));
  useEffect(() => () => stay.close(), [stay]);
  const here = useStore(stay.store, (state) => state.here);
  useEffect(() => {
    const part = () => here.part();
    addEventListener('pagehide', part);
    return () => removeEventListener('pagehide', part);
  }, [here]);
  const { id } = useStore(here.store, (state) => state.room);
  return (
    <StayContext value={stay}>
      <SessionContext key={id} value={here}>
        {children}
      </SessionContext>
    </StayContext>
  );
}
