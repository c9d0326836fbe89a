import { type EntrySign, LinkToken, lookAtEntry, redeemEntry } from '@plenum/shared/api/join/contract';
import type { RoomInfo } from '@plenum/shared/api/room/contract';
import * as z from 'zod/mini';
import type { WayIn } from '../../app/entry/wayIn.ts';
import { call } from '../../core/http.ts';
import type { IdentityStorage } from '../../core/identity.ts';
import { tabStorage } from '../../core/storage.ts';

/** What the address of this page says: `/join?token=…&start=now`. */
interface JoinLink {
  readonly token: string;
  /** The last characters of the signature, which name the link in this tab without giving it away. */
  readonly mark: string;
  /** True: the person joins without a press, and without camera and microphone. */
  readonly startsNow: boolean;
}

const lastAt = 'plenum.join';

/**
 * The link in the address, else the one that this tab opened last: after a reload the address has none.
 * @returns undefined when there is no token, or one that cannot be a token
 */
export function linkIn({ search, hash }: Pick<Location, 'search' | 'hash'>): JoinLink | undefined {
  const query = new URLSearchParams(search);
  const given = query.get('token') ?? new URLSearchParams(hash.slice(1)).get('token') ?? tabStorage.load(lastAt);
  const { success, data: token } = z.safeParse(LinkToken, given);
  return success ? { token, mark: token.slice(-16), startsNow: query.get('start') === 'now' } : undefined;
}

/** This browser's own identity is neither sent nor replaced: the link says who the person is. */
const namedByLink: IdentityStorage = { load: () => undefined, save: () => {} };

/**
 * The way by a link that another program made for one person.
 * @param isFramed a page in a frame keeps its token in the address, because the server reads there who may frame it
 * @param onSign takes what the link leads to, each time the page asks
 */
export function wayByLink(
  { token, mark }: JoinLink,
  isFramed: boolean,
  onSign: (sign: EntrySign) => void,
  base: string = location.origin,
): WayIn {
  const roomAt = `${lastAt}.${mark}`;
  return {
    id: `join/${mark}`,
    takeSecrets() {
      tabStorage.save(lastAt, token);
      if (!isFramed) history.replaceState(history.state, '', location.pathname);
    },
    seatIn: () => tabStorage.load(roomAt),
    async look() {
      const sign = await call(base, lookAtEntry, { params: {}, input: { token } });
      onSign(sign);
      return infoOf(sign, mark);
    },
    key: () => undefined,
    identity: () => namedByLink,
    request: () => call(base, redeemEntry, { params: {}, input: { token } }),
    entered: ({ id }) => tabStorage.save(roomAt, id),
  };
}

function infoOf({ title, people, full, door }: EntrySign, mark: string): RoomInfo {
  return { id: `join/${mark}`, title, people, full, door };
}
