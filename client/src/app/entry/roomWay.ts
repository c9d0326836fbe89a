import { roomInfo } from '../../core/http.ts';
import { browserIdentity } from '../../core/identity.ts';
import { tabSeats } from '../../core/seats.ts';
import type { Session } from '../../core/session.ts';
import { keyOf, rememberRoom } from './roomKeys.ts';
import { keysInLink } from './roomLink.ts';
import { loadSession, type Way } from './useRoom.ts';

const base = location.origin;

/** The way into a room by its own link, with the keys that this browser has. */
export function wayToRoom(roomId: string): Way {
  return {
    id: roomId,
    look: () => roomInfo(base, roomId),
    async resume() {
      takeKeys(roomId);
      const seats = tabSeats();
      if (!seats.load(roomId)) return undefined;
      const { Session, extras } = await loadSession();
      const session = await Session.resume({ base, roomId, seats, extras });
      return session && remembered(session);
    },
    async enter(name) {
      const { Session, extras } = await loadSession();
      const options = { base, roomId, seats: tabSeats(), extras, name, identity: browserIdentity() };
      return remembered(await Session.enter({ ...options, key: keyOf(roomId) }));
    },
  };
}

function remembered(session: Session): Session {
  const { room } = session.store.getState();
  rememberRoom({ id: room.id, title: room.title });
  return session;
}

/** Stores the keys of the link and removes them from the address bar, where an onlooker could read them. */
function takeKeys(roomId: string): void {
  const keys = keysInLink(location.hash);
  if (Object.keys(keys).length === 0) return;
  rememberRoom({ id: roomId, title: roomId, keys });
  history.replaceState(history.state, '', location.pathname);
}
