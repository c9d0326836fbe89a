let shared: AudioContext | undefined;

/** The one audio context of the page, because browsers allow only a few. It starts at the first press or key. */
export function audioContext(): AudioContext {
  if (shared) return shared;
  const context = new AudioContext();
  shared = context;
  const wake = () => void context.resume();
  addEventListener('pointerdown', wake);
  addEventListener('keydown', wake);
  return context;
}
