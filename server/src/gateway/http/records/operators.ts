import * as contract from '@plenum/shared/api/operator/contract';
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

interface OperatorsOptions {
  readonly operators: Operators;
  readonly organisations: Organisations;
  readonly rooms: Rooms;
  readonly orders: RoomOrders;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Serves what operators see and do. */
export function operatorServings(options: OperatorsOptions): readonly Serving[] {
  const { operators, organisations, rooms, orders, now } = options;
  return [
    serving(contract.listAllOrganisations, { handle: ({ query }) => operators.organisations(query) }),
    serving(contract.ruleOrganisation, {
      handle: ({ acting, params, input }) => operators.rule(acting, params.organisation, input),
    }),
    serving(contract.listLiveRooms, {
      async handle() {
        const live = await rooms.live();
        const rows = live.map(({ record, people }) => {
          return { id: record.id, title: record.title, people, createdAt: record.createdAt };
        });
        return { rooms: await operators.named(rows.toSorted((one, other) => other.people - one.people)) };
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
    serving(contract.readNotice, {
      async handle() {
        const notice = await operators.notice(now());
        return notice ? { notice } : {};
      },
    }),
    serving(contract.readAllAudit, {
      handle: ({ acting, query }) => organisations.audit(acting, undefined, query.before),
    }),
  ];
}

/** @throws AppError `notFound` for a room without people */
async function requireLive(rooms: Rooms, id: RoomId): Promise<Room> {
  const room = (await rooms.live()).find(({ record }) => record.id === id);
  if (!room) throw new AppError('notFound', 'No meeting goes on in this room.');
  return room;
}
