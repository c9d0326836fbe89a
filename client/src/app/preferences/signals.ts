import { playSignal, type SignalName } from '../../ui/signal.ts';
import { preferences } from './preferences.ts';
import { useSession } from '../session.ts';

/** Plays a feature's signal, unless it is switched off or this person is talking. */
export function useSignal(): (name: SignalName) => void {
  const { store } = useSession();
  return (name) => {
    const { speaking, me } = store.getState();
    if (preferences.getState().sounds[name] && !speaking.includes(me.id)) playSignal(name);
  };
}
