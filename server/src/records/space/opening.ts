import type { SpaceOpening } from '@plenum/shared/features/space/contract';
import type { SpaceId } from '@plenum/shared/core/ids';
import type { Sitting } from '../../storage/recordPorts.ts';

/** A longer limit is none: the most that a room counts, in minutes. */
const mostMinutes = 7 * 24 * 60;
/** The most minutes by which moderators extend a sitting with a limit. */
const mostExtended = 30;

/**
 * The copy of a space's settings that a meeting begins with, by feature; each feature takes its own part. The feature
 * `duration` gets the limit of the organisation's tier.
 */
export function openingOf(
  { id: space, slug }: { id: SpaceId; slug: string },
  sitting: Sitting,
): Readonly<Record<string, unknown>> {
  const { settings, organisation, tier, minutes, people, recorded } = sitting;
  const opening: SpaceOpening = {
    space,
    slug,
    organisation,
    tier,
    welcome: settings.welcome,
    ...(people !== undefined && { people }),
  };
  return {
    space: opening,
    lobby: settings.door,
    moderation: { locks: settings.locks, presenter: settings.presenter },
    chat: settings.keep.chat,
    whiteboard: settings.keep.boards,
    slides: settings.keep.slides,
    recording: recorded,
    ...(minutes !== undefined &&
      minutes <= mostMinutes && {
        duration: { minutes, extendable: mostExtended, of: { is: 'organisation', name: organisation, tier } },
      }),
  };
}
