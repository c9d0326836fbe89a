import { mayInSpace, type SpaceStanding } from '../space/may.ts';
import type { RecordingState, Visibility } from './contract.ts';

/** How an asker stands to one recording at the moment of the act. */
export interface RecordingStanding {
  readonly state: RecordingState;
  readonly visibility: Visibility;
  readonly download: boolean;
  /** Undefined for a recording without a space, and for an asker without an account. */
  readonly space?: SpaceStanding | undefined;
  /** The recording belongs to no space. */
  readonly isOwnerless: boolean;
  /** The asker has the secret part of the link. */
  readonly hasKey: boolean;
  /** The asker has the code. */
  readonly hasCode: boolean;
  /** The asker has the key of managers, which moderators of a room without a space get. */
  readonly hasManagerKey: boolean;
}

/** Whether an asker may change, cut, remove and restore the recording. */
export function mayManage({ space, isOwnerless, hasManagerKey }: RecordingStanding): boolean {
  if (isOwnerless) return hasManagerKey;
  return space !== undefined && mayInSpace(space, 'plan');
}

/** Whether an asker may play the recording. Pure: the answer depends on the standing alone. */
export function mayPlay(standing: RecordingStanding): boolean {
  const { state, visibility, space, hasKey, hasCode } = standing;
  if (mayManage(standing)) return true;
  if (state !== 'published') return false;
  switch (visibility) {
    case 'hosts':
      return false;
    case 'organisation':
      return space?.role !== undefined;
    case 'link':
      return hasKey;
    case 'code':
      return hasKey && hasCode;
    case 'public':
      return true;
  }
}
