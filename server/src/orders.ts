import { serveModeration } from './features/moderation/moderation.ts';
import { serveSpace } from './features/space/space.ts';
import type { RoomOrders } from './gateway/http/records/operators.ts';
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { EmailAddress } from '@plenum/shared/core/email';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { newRoomId } from './gateway/http/rooms.ts';
import type { Accounts } from './identity/Accounts.ts';
import type { Identity } from './identity/ports.ts';
import type { Readers } from './readers/Readers.ts';
import { forgetIn } from './forgetSeats.ts';
import type { Forgotten } from './room/forgetPerson.ts';
import type { Rooms } from './room/Rooms.ts';
import type { ServerOptions } from './serverOptions.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import { exportSpace } from './storage/portable/exportSpace.ts';
import { type Imported, importSpace } from './storage/portable/importSpace.ts';
import type { Store } from './storage/ports.ts';

/** What the command line orders beside ending meetings. Each act is refused with words for the operator. */
export interface Orders {
  /** Makes a person an operator; see `Accounts.appoint`. */
  appoint(email: string, how: 'letter' | 'link'): ReturnType<Accounts['appoint']>;
  /** The archive of a space that nobody is in. */
  exportSpace(slug: string): Promise<Readable>;
  /** Takes the space of an archive, for the account with this address. */
  importSpace(archive: AsyncIterable<Uint8Array>, owner: string, slug: string | undefined): Promise<Imported>;
  /** @returns the spaces in whose meetings somebody of the same name was */
  eraseAccount(email: string): Promise<{ readonly name: string; readonly spaces: readonly string[] }>;
  eraseGuest(slug: string, name: string): Promise<Erasure>;
}

/** What was erased of a guest. */
interface Erasure {
  readonly seats: number;
  readonly entries: number;
  readonly files: number;
  readonly stays: number;
}

interface OrderParts {
  readonly store: Store;
  readonly files: FileStore;
  readonly rooms: Rooms;
  readonly readers: Pick<Readers, 'idle'>;
  readonly options: Pick<ServerOptions, 'importBytes'>;
  readonly accounts: Accounts;
  readonly identity: Identity;
  readonly version: string;
  /** Epoch ms. */
  readonly now: () => number;
  readonly newId: () => string;
}

/**
 * The most bytes to which an archive may unpack: the operator's bound, and half of what is free, because a row of the database is
 * written twice.
 */
async function mostBytesOf({ files, options }: Pick<OrderParts, 'files' | 'options'>): Promise<number> {
  const disk = await files.disk();
  return Math.min(options.importBytes, disk ? Math.floor(disk.freeBytes / 2) : options.importBytes);
}

export function ordersOf(parts: OrderParts): Orders {
  const { store, files, rooms, accounts, identity, version, now, newId, readers } = parts;
  return {
    appoint: (email, how) => accounts.appoint(addressOf(email), how),

    async exportSpace(slug) {
      for (const room of await store.ask.portable.roomsOf({ slug })) {
        if (((await rooms.peek(room))?.people ?? 0) > 0) throw meetingIsOn();
      }
      await readers.idle();
      return exportSpace({ store, files, version, now }, slug);
    },

    async importSpace(archive, owner, slug) {
      const card = await identity.findByEmail(addressOf(owner));
      if (!card) throw new AppError('notFound', `No account has the address ${owner}. The owner makes one first.`);
      const asker = { ...card, is: 'account' } as const;
      const newKeyHash = () => randomBytes(32).toString('hex');
      const acting = { asker, from: 'console', at: now() };
      const made: RoomId[] = [];
      const newRoom = () => {
        const id = newRoomId();
        rooms.spared.add(id);
        made.push(id);
        return id;
      };
      const ids = { newId, newRoomId: newRoom, newKeyHash };
      try {
        return await importSpace({ store, files, ...ids, mostBytes: await mostBytesOf(parts), acting, slug }, archive);
      } finally {
        for (const id of made) rooms.spared.delete(id);
      }
    },

    async eraseAccount(email) {
      const card = await identity.findByEmail(addressOf(email));
      // Asked first: erasing takes the name out of the history. The account's own spaces go with it.
      const before = card ? await store.ask.erasing.spacesWith({ name: card.name }) : [];
      const { name } = await accounts.erase(addressOf(email));
      const left = new Set(await store.ask.erasing.existing({ slugs: before }));
      return { name, spaces: before.filter((slug) => left.has(slug)) };
    },

    async eraseGuest(slug, name) {
      await store.ask.portable.read({ slug });
      await readers.idle();
      const forgotten: Forgotten[] = [];
      for (const room of await store.ask.portable.roomsOf({ slug })) {
        forgotten.push(await forgetIn({ store, files, rooms }, room, { name }));
      }
      const members = forgotten.flatMap((one) => one.members);
      const stays = await store.ask.erasing.guest({ slug, name, members });
      const sum = (count: (one: Forgotten) => number) => forgotten.reduce((all, one) => all + count(one), 0);
      const erased = { entries: sum((one) => one.entries), files: sum((one) => one.files), stays };
      if (members.length + stays + erased.entries === 0) {
        throw new AppError('notFound', `Nobody called "${name}" was in a meeting of /s/${slug}.`);
      }
      return { seats: members.length, ...erased };
    },
  };
}

function addressOf(text: string): string {
  const address = EmailAddress.safeParse(text);
  if (!address.success) throw new AppError('invalid', `"${text}" is no address of e-mail.`);
  return address.data;
}

function meetingIsOn(): AppError {
  return new AppError('conflict', 'A meeting is on in this space. End it first, or export later.');
}

/** What operators do to a room, by the features that can. */
export const roomOrders: RoomOrders = {
  end: (room, by) => room.settle(serveModeration, { by }),
  tell: (room, words) => room.settle(serveSpace, { words }),
};
