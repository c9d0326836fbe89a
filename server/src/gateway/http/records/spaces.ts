import * as contract from '@plenum/shared/api/space/contract';
import type { EnterSpaceInput, Space, SpaceSign } from '@plenum/shared/api/space/contract';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Entry, SpaceRecord, Spaces } from '../../../records/space/space.ts';
import type { Room } from '../../../room/Room.ts';
import type { Visit } from '../../../storage/recordPorts.ts';
import { limiter } from '../guards.ts';
import { mint, type RoomsOptions } from '../rooms.ts';
import { type Serving, serving } from '../serving.ts';
import type { Sittings } from './sittings.ts';

interface SpacesOptions extends RoomsOptions {
  readonly spaces: Spaces;
  readonly sittings: Sittings;
}

/** How many addresses of spaces that do not exist one network may ask for in a minute. */
const misses = { requests: 60, seconds: 60, words: 'Too many spaces were asked for that do not exist. Wait a minute.' };

/** Serves spaces, and the way into the meeting of one. */
export function spaceServings(options: SpacesOptions): readonly Serving[] {
  const { spaces } = options;
  const whole = async (record: Promise<SpaceRecord>) => withPeople(options, await record);
  return [
    serving(contract.listSpaces, { handle: ({ acting, query }) => list(options, acting, query) }),
    serving(contract.createSpace, { handle: ({ acting, input }) => whole(spaces.create(acting, input)) }),
    serving(contract.readSpace, { handle: ({ acting, params }) => whole(spaces.read({ acting, ...params })) }),
    serving(contract.changeSpace, {
      handle: ({ acting, params, input }) => whole(spaces.change({ acting, ...params }, input)),
    }),
    serving(contract.removeSpace, {
      async handle({ acting, params }) {
        for (const room of await spaces.remove({ acting, ...params })) await options.rooms.remove(room);
        return {};
      },
    }),
    serving(contract.renewCode, {
      handle: ({ acting, params, input }) => whole(spaces.renewCode({ acting, ...params }, input.code)),
    }),
    serving(contract.addHost, {
      handle: ({ acting, params, input }) => whole(spaces.addHost({ acting, ...params }, input.email)),
    }),
    serving(contract.removeHost, {
      handle: ({ acting, params: { space, account } }) => whole(spaces.removeHost({ acting, space }, account)),
    }),
    ...linkServings(options),
  ];
}

/** Serves what people with the link of a space see, and their way in. */
function linkServings(options: SpacesOptions): readonly Serving[] {
  const { spaces } = options;
  const limit = limiter(misses);
  const visit = async (acting: Acting | undefined, slug: string, address: string): Promise<Visit> => {
    try {
      return await spaces.visit(acting, slug);
    } catch (error) {
      if (error instanceof AppError && error.code === 'notFound') await limit(address);
      throw error;
    }
  };
  return [
    serving(contract.lookAtSpace, {
      async handle({ acting, params, address }) {
        return signOf(options, await visit(acting, params.slug, address));
      },
    }),
    serving(contract.enterSpace, {
      async handle({ acting, params: { slug }, input, address }) {
        const found = await visit(acting, slug, address);
        const entry = spaces.entryOf(found, acting, input.code);
        return ticketFor(options, await options.sittings.roomFor(found, entry), entry, { ...input, address, acting });
      },
    }),
  ];
}

async function list(
  { spaces, rooms }: SpacesOptions,
  acting: Acting,
  query: { readonly organisation?: string | undefined; readonly after?: string | undefined },
) {
  const { spaces: found, more } = await spaces.list(acting, query);
  const cards = found.map(async ({ id, slug, title, organisation, as, lastMeeting, room }) => {
    const people = (room === undefined ? undefined : await rooms.peek(room))?.inside ?? 0;
    return { id, slug, title, organisation, as, people, ...(lastMeeting !== undefined && { lastMeeting }) };
  });
  return { spaces: await Promise.all(cards), more };
}

async function withPeople({ rooms }: SpacesOptions, { room, ...space }: SpaceRecord): Promise<Space> {
  const open = room === undefined ? undefined : await rooms.peek(room);
  return { ...space, inside: open?.seated.flatMap((id) => open.find(id)?.name ?? []) ?? [] };
}

/** The title of a space that lets in everyone with its link; undefined for a space with another door. @throws AppError `notFound` */
export async function titleOfSpace(
  options: Pick<SpacesOptions, 'spaces' | 'rooms'>,
  slug: string,
): Promise<string | undefined> {
  const { title, door, accounts } = await signOf(options, await options.spaces.visit(undefined, slug));
  return door === 'open' && !accounts ? title : undefined;
}

async function signOf(
  { rooms }: Pick<SpacesOptions, 'rooms'>,
  { space, organisation, look, logo, as }: Visit,
): Promise<SpaceSign> {
  const { slug, title, settings, room } = space;
  const open = room === undefined ? undefined : await rooms.peek(room);
  const isOn = open !== undefined && open.inside > 0;
  return {
    slug,
    title,
    organisation,
    look,
    ...(logo !== undefined && { logo }),
    people: open?.inside ?? 0,
    full: isOn && open.isFull,
    door: isOn ? open.door : settings.door,
    start: settings.start,
    accounts: settings.accounts,
    as,
    ...(as !== 'none' && { id: space.id }),
  };
}

async function ticketFor(
  options: SpacesOptions,
  room: Room,
  { role, standing }: Entry,
  {
    name,
    identity,
    address,
    acting,
  }: EnterSpaceInput & { readonly address: string; readonly acting: Acting | undefined },
) {
  const member = options.newId();
  const comer = { member, name, identity, address, standing: { role, ...(standing && { standing }) } };
  const ticket = mint(options, room, comer);
  if (acting?.asker.is === 'account') await options.rememberSeat(member, acting.asker.account);
  return { ...ticket, room: room.id satisfies RoomId };
}
