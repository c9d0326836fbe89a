import { useLocalMedia } from './localMediaContext.ts';

/** Switches the devices off for this meeting; what is remembered for the next one stays. */
export function useJoinWithout(): () => void {
  const local = useLocalMedia();
  return () => {
    local.stop('mic');
    local.stop('camera');
  };
}
