import { enterSpace, lookAtSpace, type SpaceSign } from '@plenum/shared/api/space/contract';
import type { TicketInput } from '@plenum/shared/api/room/contract';
import { loadSession, type Way } from '../../app/entry/useRoom.ts';
import { call } from '../../core/http.ts';
import { browserIdentity } from '../../core/identity.ts';
import { tabSeats } from '../../core/seats.ts';
import { tabStorage } from '../../core/storage.ts';
import { infoOf, isWhole } from './spaceDoor.ts';

interface Options {
  readonly slug: string;
  /** The code that the person has typed, or an empty string. */
  readonly code: () => string;
  /** What the last look has told. */
  readonly onSign: (sign: SpaceSign) => void;
}

const base = location.origin;

/** The way into the meeting of a space. This tab remembers the room of its seat, for a reload. */
export function wayToSpace({ slug, code, onSign }: Options): Way {
  const place = `plenum.space.${slug}`;
  const ask = (input: TicketInput) => {
    const typed = code();
    return call(base, enterSpace, { params: { slug }, input: { ...input, ...(typed !== '' && { code: typed }) } });
  };
  return {
    id: `s/${slug}`,
    async look() {
      const sign = await call(base, lookAtSpace, { params: { slug } });
      onSign(sign);
      return infoOf(sign, isWhole(code()));
    },
    async resume() {
      const [seats, roomId] = [tabSeats(), tabStorage.load(place)];
      if (roomId === undefined || !seats.load(roomId)) return undefined;
      const { Session, extras } = await loadSession();
      return Session.resume({ base, roomId, seats, extras });
    },
    async enter(name) {
      const { Session, extras } = await loadSession();
      const identity = browserIdentity();
      const known = identity.load();
      const first = await ask({ name, ...(known !== undefined && { identity: known }) });
      let unused: typeof first | undefined = first;
      const request = async (input: TicketInput) => {
        const ticket = unused ?? (await ask(input));
        unused = undefined;
        return ticket;
      };
      const options = { base, roomId: first.room, seats: tabSeats(), extras, name, identity, request };
      const session = await Session.enter(options);
      tabStorage.save(place, first.room);
      return session;
    },
  };
}
