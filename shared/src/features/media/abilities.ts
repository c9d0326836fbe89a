import type { AbilityRules } from '../../core/abilities.ts';

/** Who may send which streams, and receive the cameras of others. */
export const mediaAbilities = {
  micShare: { from: 'guest', lock: 'microphones' },
  cameraShare: { from: 'guest', lock: 'cameras' },
  /** The lock: others' cameras are not sent to them; those of hosts and moderators are. */
  cameraSee: { from: 'guest', lock: 'seeCameras' },
  screenShare: { from: 'participant', presenter: true, lock: 'screens' },
} as const satisfies AbilityRules;
