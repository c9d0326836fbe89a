/** Why a device could not be used, in kinds for which there are words. */
export type DeviceProblem =
  | 'denied'
  | 'systemDenied'
  | 'missing'
  | 'busy'
  | 'unsuitable'
  | 'insecure'
  /** The device works; what should be done to its picture does not, and without that it is not shown. */
  | 'background'
  | 'unknown';

/** The name of a refusal. Not every browser's OverconstrainedError is an Error. */
export function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

/** What the browser's refusal means for the person. The names are those of the Media Capture specification and older ones. */
export function problemOf(error: unknown, secure: boolean = globalThis.isSecureContext): DeviceProblem {
  switch (nameOf(error)) {
    case 'EffectError':
      return 'background';
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return /system/i.test(String(error)) ? 'systemDenied' : 'denied';
    case 'SecurityError':
      return secure ? 'denied' : 'insecure';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return 'missing';
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy';
    case 'OverconstrainedError':
    case 'ConstraintNotSatisfiedError':
      return 'unsuitable';
    case 'NotSupportedError':
      return 'missing';
    case 'TypeError':
      // `navigator.mediaDevices` is not there at all.
      return secure ? 'missing' : 'insecure';
    default:
      return 'unknown';
  }
}
