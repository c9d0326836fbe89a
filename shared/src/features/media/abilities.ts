import type { AbilityRules } from '../../core/abilities.ts';

/** Abilities to send streams, and to receive the cameras of others. */
export const mediaAbilities = {
  micShare: { from: 'guest', lock: 'microphones' },
  cameraShare: { from: 'guest', lock: 'cameras' },
  /** The lock: locked members receive only the cameras of hosts and moderators. */
  cameraSee: { from: 'guest', lock: 'seeCameras' },
  screenShare: { from: 'participant', presenter: true, lock: 'screens' },
} as const satisfies AbilityRules;
