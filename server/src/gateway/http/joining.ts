import { type EntrySign, lookAtEntry, redeemEntry } from '@plenum/shared/api/join/contract';
import { isStaff } from '@plenum/shared/core/abilities';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { Spaces } from '../../records/space/space.ts';
import type { Room } from '../../room/Room.ts';
import type { FoundEntry, NamedEntry } from '../entries.ts';
import type { Sittings } from './records/sittings.ts';
import { mint, requirePublic, type RoomsOptions } from './rooms.ts';
import { type Serving, serving } from './serving.ts';

interface JoiningOptions extends RoomsOptions {
  readonly spaces: Spaces;
  readonly sittings: Sittings;
  /** The entry of a token, signed by this server or by a key of an organisation. @throws AppError `forbidden` */
  readonly findEntry: (token: string) => Promise<FoundEntry>;
}

/** Serves the way in for people whom another program names: no account, and no question for the name. */
export function joinServings(options: JoiningOptions): readonly Serving[] {
  return [
    serving(lookAtEntry, { handle: async ({ input }) => look(options, (await options.findEntry(input.token)).entry) }),
    serving(redeemEntry, {
      async handle({ input, address }) {
        const { entry, requireLeft, use } = await options.findEntry(input.token);
        options.door.requireSpace(address);
        // Before the room is asked for, which may begin a meeting.
        await requireLeft();
        const room = await roomOf(options, entry);
        await options.requireNotEnded(room.id);
        const { name, person, role, standing, member = options.newId() } = entry;
        const comer = { member, name, person, address, standing: { role, standing } };
        // Refused before the use is counted: a person who finds the room full keeps the link.
        const ticket = mint(options, room, comer);
        await use();
        return { ...ticket, room: room.id, name };
      },
    }),
  ];
}

/** The room of an entry, whose meeting begins when the person may begin it. */
async function roomOf({ spaces, sittings, rooms }: JoiningOptions, { to, role, standing }: NamedEntry): Promise<Room> {
  if ('room' in to) return requirePublic(rooms, to.room);
  const found = await spaces.visit(undefined, to.slug);
  return sittings.roomFor(found, spaces.entryOfNamed(found, role, standing));
}

async function look({ spaces, rooms }: JoiningOptions, entry: NamedEntry): Promise<EntrySign> {
  const { to, name, role, standing, language, leaveTo } = entry;
  const person = { name, role, ...(language !== undefined && { language }), ...(leaveTo !== undefined && { leaveTo }) };
  if ('room' in to) {
    const { record, inside, isFull, door } = await requirePublic(rooms, to.room);
    const sign = { title: record.title, people: inside, full: isFull && !isStaff(entry), notBegun: false };
    return { ...person, ...sign, door: doorFor(entry, door) };
  }
  const found = await spaces.visit(undefined, to.slug);
  const { space, organisation, look: looks, logo } = found;
  const { mayStart } = spaces.entryOfNamed(found, role, standing);
  const open = space.room === undefined ? undefined : await rooms.peek(space.room);
  const isOn = open !== undefined && open.inside > 0;
  return {
    ...person,
    title: space.title,
    organisation,
    look: looks,
    ...(logo !== undefined && { logo }),
    people: open?.inside ?? 0,
    full: isOn && open.isFull && !isStaff(entry),
    door: isOn || mayStart ? doorFor(entry, isOn ? open.door : space.settings.door) : 'closed',
    notBegun: !isOn && !mayStart,
  };
}

/** The door as this person meets it. */
function doorFor({ role, standing }: NamedEntry, door: DoorSign): DoorSign {
  if (role === 'host' || (door !== 'ended' && (role === 'moderator' || standing === 'inside'))) return 'open';
  return door === 'members' && standing === 'member' ? 'open' : door;
}
