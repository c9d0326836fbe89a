import type { SpaceOpening } from '@plenum/shared/features/space/contract';
import type { SpaceId } from '@plenum/shared/core/ids';
import type { Sitting } from '../../storage/recordPorts.ts';

/** The most minutes by which moderators extend a sitting with a limit. */
const mostExtended = 30;

/**
 * The copy of a space's settings that a meeting begins with, by feature; each feature takes its own part. The feature
 * `duration` gets the limit of the organisation's tier.
 */
export function openingOf(space: SpaceId, sitting: Sitting): Readonly<Record<string, unknown>> {
  const { settings, organisation, tier, minutes, people } = sitting;
  const opening: SpaceOpening = {
    space,
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
    ...(minutes !== undefined && {
      duration: { minutes, extendable: mostExtended, of: { is: 'organisation', name: organisation, tier } },
    }),
  };
}
