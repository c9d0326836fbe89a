import type { MemberId } from '@plenum/shared/core/ids';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { useHome } from '../../../app/stayContext.ts';

interface Volumes {
  /** From 0 to 1; a member without an entry is heard as sent. */
  readonly of: Readonly<Record<MemberId, number>>;
  /** The member whose volume is being changed in a window. */
  readonly changing: MemberId | undefined;
}

/** How loud this person hears each member. It stays in this page, for the meeting and its rooms. */
export const volumesOf = perSession((_home: MeetingSession) =>
  createStore<Volumes>(() => ({ of: {}, changing: undefined })),
);

/** The volume of one member, from 0 to 1. */
export function useVolume(member: MemberId | undefined): number {
  return useStore(volumesOf(useHome()), ({ of }) => (member === undefined ? 1 : (of[member] ?? 1)));
}
