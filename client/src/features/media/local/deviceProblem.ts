/** Why a device cannot be used; each kind has words. */
export type DeviceProblem =
  | 'denied'
  | 'systemDenied'
  | 'missing'
  | 'busy'
  | 'unsuitable'
  | 'insecure'
  /** The device works, but its background effect does not; the picture is not shown without it. */
  | 'background'
  | 'unknown';

/** The name of an error. In some browsers OverconstrainedError is no Error. */
export function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

/** The problem behind a browser's error. Names are from the Media Capture specification and its older versions. */
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
      // `navigator.mediaDevices` is undefined.
      return secure ? 'missing' : 'insecure';
    default:
      return 'unknown';
  }
}
