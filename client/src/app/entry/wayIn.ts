import type { RoomInfo, TicketInput, TicketOutput } from '@plenum/shared/api/room/contract';
import type { RoomId } from '@plenum/shared/core/ids';
import { requestTicket, roomInfo, usePass } from '../../core/http.ts';
import { tabSeats } from '../../core/seats.ts';
import { admissionTo, keepAdmission, passInLink } from './passes.ts';
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
  /** @returns a ticket, and the room that it is for */
  readonly request: (input: TicketInput) => Promise<TicketOutput & { readonly room: RoomId }>;
  readonly entered: (room: { readonly id: RoomId; readonly title: string }) => void;
}

/** The way by the link of a room. */
export function wayToRoom(id: RoomId, base: string = location.origin): WayIn {
  let pass: string | undefined;
  return {
    id,
    takeSecrets() {
      const found = passInLink(location.hash);
      if (found !== undefined) {
        pass = found;
        // The pass may be for another person than the one whose seat this tab has.
        tabSeats().clear(id);
        history.replaceState(history.state, '', location.pathname);
        return;
      }
      const keys = keysInLink(location.hash);
      if (Object.keys(keys).length === 0) return;
      rememberRoom({ id, title: id, keys });
      history.replaceState(history.state, '', location.pathname);
    },
    seatIn: () => id,
    async look() {
      if (pass !== undefined) {
        keepAdmission(id, await usePass(base, id, pass));
        pass = undefined;
      }
      return roomInfo(base, id);
    },
    key: () => keyOf(id),
    async request(input) {
      const admission = admissionTo(id)?.admission;
      const wish = admission === undefined ? input : { ...input, admission };
      return { ...(await requestTicket(base, id, wish)), room: id };
    },
    entered: rememberRoom,
  };
}
