import type { RoomInfo, TicketInput, TicketOutput } from '@plenum/shared/api/room/contract';
import type { RoomId } from '@plenum/shared/core/ids';
import { requestTicket, roomInfo } from '../../core/http.ts';
import type { IdentityStorage } from '../../core/identity.ts';
import { keysInLink } from './roomLink.ts';
import { keyOf, rememberRoom } from './roomKeys.ts';

/** How a page finds a room and gets in: by the room's own link, or by the address of a space. */
export interface WayIn {
  /** The room or the space, for what this browser keeps about it. */
  readonly id: string;
  /** Keeps what the link says behind the #, and takes it off the address bar, where an onlooker could read it. */
  readonly takeSecrets: () => void;
  /** The room in which this tab may have a seat; undefined without one. */
  readonly seatIn: () => RoomId | undefined;
  readonly look: () => Promise<RoomInfo>;
  readonly key: () => string | undefined;
  /** Where the person's identity is kept; absent: in this browser. */
  readonly identity?: () => IdentityStorage;
  /** @returns a ticket, and the room that it is for */
  readonly request: (input: TicketInput) => Promise<TicketOutput & { readonly room: RoomId }>;
  readonly entered: (room: { readonly id: RoomId; readonly title: string }) => void;
}

/** The way by the link of a room. */
export function wayToRoom(id: RoomId, base: string = location.origin): WayIn {
  return {
    id,
    takeSecrets() {
      const keys = keysInLink(location.hash);
      if (Object.keys(keys).length === 0) return;
      rememberRoom({ id, title: id, keys });
      history.replaceState(history.state, '', location.pathname);
    },
    seatIn: () => id,
    look: () => roomInfo(base, id),
    key: () => keyOf(id),
    request: async (input) => ({ ...(await requestTicket(base, id, input)), room: id }),
    entered: rememberRoom,
  };
}
