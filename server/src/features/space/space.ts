import { isStaff, type Role } from '@plenum/shared/core/abilities';
import { AppError, LimitMet } from '@plenum/shared/core/errors';
import { presence } from '@plenum/shared/features/presence/contract';
import { HostedOpening, space, SpaceOpening } from '@plenum/shared/features/space/contract';
import { reduceSpace } from '@plenum/shared/features/space/reduce';
import * as z from 'zod/mini';
import { type Context, on, serve } from '../../room/serve.ts';

/** The words of an operator to a room. */
export interface Announcement {
  readonly words: string;
}

/** What a room begins with: the space or the program that opens it says it. */
const Setting = z.union([SpaceOpening, HostedOpening]);

function open(context: Context<typeof space>, setting: unknown): void {
  const opening = Setting.parse(setting);
  if ('space' in opening) context.emit('opened', opening);
  else context.emit('hosted', opening);
}

/** Tells a host or moderator who comes, or who becomes one, what the program says to them. */
function instruct(context: Context<typeof space>, { id, role }: { readonly id: string; readonly role: Role }): void {
  const { hosted, staff } = context.state;
  if (!hosted || hosted.staffWelcome === '' || !isStaff({ role }) || staff.includes(id)) return;
  const here = context.members.filter(isStaff).map((member) => member.id);
  context.emit('instructed', { staff: [...new Set([...here, id])], words: hosted.staffWelcome }, { to: [id] });
}

function refusalOf(
  { organisation, tier }: { organisation?: string | undefined; tier?: string | undefined },
  people: number,
): AppError {
  if (organisation === undefined || tier === undefined) {
    return new AppError('full', `This meeting has as many people as it may have: ${people}.`);
  }
  return new LimitMet(`This meeting of "${organisation}" has as many people as it may have: ${people}.`, {
    limit: 'participants',
    most: people,
    whose: organisation,
    tier,
    remedies: ['waitForSomeoneToLeave', 'changeTier'],
  });
}

/** Serves what a room takes over from the space that it is opened from. */
export const serveSpace = serve<typeof space, Announcement>(reduceSpace, {
  commands: {},
  listens: [on(space, presence, 'joined', instruct), on(space, presence, 'promoted', instruct)],
  life: { opened: open },
  door: {
    capacity({ opening, hosted }) {
      const bound = opening ?? hosted;
      const people = bound?.people;
      return bound && people !== undefined ? { people, refusal: () => refusalOf(bound, people) } : undefined;
    },
  },
  outside: { fact: (context, { words }) => context.emit('announced', { words }) },
});
