import type { SpaceOpening } from '@plenum/shared/features/space/contract';
import type { SpaceId } from '@plenum/shared/core/ids';
import type { DurationLimit } from '@plenum/shared/features/duration/contract';
import type { PreparedFacts, Sitting } from '../../storage/recordPorts.ts';

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
  const { settings, isFirst, organisation, tier, minutes, people, prepared, recorded } = sitting;
  const limit: DurationLimit | null =
    minutes !== undefined && minutes <= mostMinutes
      ? { minutes, extendable: mostExtended, of: { is: 'organisation', name: organisation, tier } }
      : null;
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
    whiteboard: { keeps: settings.keep.boards, isNew: isFirst },
    slides: { keeps: settings.keep.slides, prepared: only(prepared, 'slides').map(({ presentation }) => presentation) },
    poll: prepared.flatMap(({ id, content }) => (content.kind === 'poll' ? { id, setup: content.setup } : [])),
    breakout: only(prepared, 'plan').map(({ plan }) => plan),
    recording: recorded,
    duration: limit,
  };
}

type Content = PreparedFacts['content'];

function only<K extends Content['kind']>(prepared: readonly PreparedFacts[], kind: K): Extract<Content, { kind: K }>[] {
  const isOf = (content: Content): content is Extract<Content, { kind: K }> => content.kind === kind;
  return prepared.map(({ content }) => content).filter(isOf);
}
