import { type AppError, LimitMet } from '@plenum/shared/core/errors';
import { space, SpaceOpening } from '@plenum/shared/features/space/contract';
import { reduceSpace } from '@plenum/shared/features/space/reduce';
import { serve } from '../../room/serve.ts';

/** The words of an operator to a room. */
export interface Announcement {
  readonly words: string;
}

function refusalOf({ organisation, tier }: SpaceOpening, people: number): AppError {
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
  life: { opened: (context, setting) => context.emit('opened', SpaceOpening.parse(setting)) },
  door: {
    capacity({ opening }) {
      const people = opening?.people;
      return opening && people !== undefined ? { people, refusal: () => refusalOf(opening, people) } : undefined;
    },
  },
  outside: { fact: (context, { words }) => context.emit('announced', { words }) },
});
