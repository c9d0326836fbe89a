import * as contract from '@plenum/shared/api/operator/contract';
import type { LiveRoom } from '@plenum/shared/api/operator/contract';
import { readNotice } from '@plenum/shared/api/operator/noticeContract';
import * as server from '@plenum/shared/api/operator/serverContract';
import type { Overview } from '@plenum/shared/api/operator/serverContract';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Operators } from '../../../records/operator/operator.ts';
import type { Organisations } from '../../../records/organisation/organisation.ts';
import type { Room } from '../../../room/Room.ts';
import type { Rooms } from '../../../room/Rooms.ts';
import { type Serving, serving } from '../serving.ts';

/** What operators do to a room, by the features that can. */
export interface RoomOrders {
  /** Ends the meeting for everybody, in the name of an operator. */
  readonly end: (room: Room, by: string) => Promise<void>;
  /** Says something to everybody in the room. */
  readonly tell: (room: Room, words: string) => Promise<void>;
}

/** What a meeting carries, its breakout rooms included. */
export type RoomLoad = Pick<LiveRoom, 'people' | 'streams' | 'breakouts' | 'since'>;

interface OperatorsOptions {
  readonly operators: Operators;
  readonly organisations: Organisations;
  readonly rooms: Rooms;
  readonly orders: RoomOrders;
  readonly loadOf: (room: Room) => Promise<RoomLoad>;
  readonly overview: () => Promise<Overview>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Serves what operators see and do. */
export function operatorServings(options: OperatorsOptions): readonly Serving[] {
  const { operators, organisations, now } = options;
  return [
    serving(contract.listAllOrganisations, { handle: ({ query }) => operators.organisations(query) }),
    serving(contract.ruleOrganisation, {
      handle: ({ acting, params, input }) => operators.rule(acting, params.organisation, input),
    }),
    ...roomServings(options),
    ...serverServings(options),
    serving(contract.setNotice, {
      async handle({ acting, input }) {
        await operators.setNotice(acting, input);
        return {};
      },
    }),
    serving(contract.removeNotice, {
      async handle({ acting }) {
        await operators.removeNotice(acting);
        return {};
      },
    }),
    serving(contract.readSetNotice, { handle: () => operators.notice() }),
    serving(readNotice, { handle: () => operators.notice(now()) }),
    serving(contract.readAllAudit, {
      handle: ({ acting, query: { organisation, ...filter } }) => organisations.audit(acting, organisation, filter),
    }),
  ];
}

/** Serves what the server carries, its tiers in use, and its accounts. */
function serverServings({ operators, overview }: OperatorsOptions): readonly Serving[] {
  return [
    serving(server.readOverview, { handle: () => overview() }),
    serving(server.readTierUse, { handle: () => operators.tierUse() }),
    serving(server.listAccounts, { handle: ({ query }) => operators.accounts(query) }),
    serving(server.ruleAccount, {
      handle: ({ acting, params, input }) => operators.ruleAccount(acting, params.account, input),
    }),
    serving(server.signOutAccount, {
      async handle({ acting, params }) {
        await operators.signOutAccount(acting, params.account);
        return {};
      },
    }),
  ];
}

/** Serves the meetings that go on, and what operators do to one. */
function roomServings({ operators, rooms, orders, loadOf }: OperatorsOptions): readonly Serving[] {
  return [
    serving(contract.listLiveRooms, {
      async handle() {
        const live = await rooms.live();
        const rows = live.map(async (room) => {
          const { id, title, createdAt } = room.record;
          return { id, title, createdAt, ...(await loadOf(room)) };
        });
        const all = await Promise.all(rows);
        return { rooms: await operators.named(all.toSorted((one, other) => other.people - one.people)) };
      },
    }),
    serving(contract.endRoom, {
      async handle({ acting, params }) {
        const room = await requireLive(rooms, params.room);
        await operators.note(acting, 'room:end', room.id);
        await orders.end(room, acting.asker.is === 'account' ? acting.asker.name : '');
        return {};
      },
    }),
    serving(contract.tellRoom, {
      async handle({ acting, params, input }) {
        const room = await requireLive(rooms, params.room);
        await operators.note(acting, 'room:tell', room.id);
        await orders.tell(room, input.words);
        return {};
      },
    }),
  ];
}

/** @throws AppError `notFound` for a room without people; Moved */
async function requireLive(rooms: Rooms, id: RoomId): Promise<Room> {
  const room = (await rooms.live()).find(({ record }) => record.id === id);
  // On another node it is that node's to say whether people are in it.
  if (!room) await rooms.seek(id);
  if (!room) throw new AppError('notFound', 'No meeting goes on in this room.');
  return room;
}
