import { useStore } from 'zustand';
import type { Session } from '../core/session.ts';
import { Meeting } from './meeting/Meeting.tsx';
import { SessionContext } from './session.ts';
import { useFeatures } from './house.ts';
import { StayProvider } from './StayProvider.tsx';

/** A person after joining: waiting to be let in, then in the meeting. */
export function Inside({ session }: { readonly session: Session }) {
  const features = useFeatures();
  const isOutside = useStore(session.store, ({ place }) => place === 'outside');
  if (!isOutside) {
    return (
      <StayProvider home={session}>
        <Meeting />
      </StayProvider>
    );
  }
  return (
    <SessionContext value={session}>
      {features.map(({ name, Waiting }) => Waiting && <Waiting key={name} />)}
    </SessionContext>
  );
}
