import { playSignal, type SignalName } from '../ui/signal.ts';
import { preferences } from './preferences.ts';
import { useSession } from './session.ts';

/** How a feature sounds a signal: never one that is switched off, and never while this person is talking. */
export function useSignal(): (name: SignalName) => void {
  const { store } = useSession();
  return (name) => {
    const { speaking, me } = store.getState();
    if (preferences.getState().sounds[name] && !speaking.includes(me.id)) playSignal(name);
  };
}
