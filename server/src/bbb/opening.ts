import { chat } from '@plenum/shared/features/chat/contract';
import { duration, type DurationLimit } from '@plenum/shared/features/duration/contract';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { recording } from '@plenum/shared/features/recording/contract';
import { type HostedOpening, space } from '@plenum/shared/features/space/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { Lock } from '@plenum/shared/features/abilities';
import { newBoard } from '../features/whiteboard/opening.ts';
import type { MeetingWish } from '../gateway/http/bbb/ports.ts';
import { guestPolicyOf } from '../gateway/http/bbb/guests.ts';
import { booleanIn, disabledIn, parametersIn, webAddress, wholeIn } from '../gateway/http/bbb/reading.ts';
import type { Parameters } from '../gateway/http/bbb/query.ts';
import type { Opening } from '../room/roomOptions.ts';
import type { TierBounds } from '../storage/recordPorts.ts';
import { plainText } from './plainText.ts';

/** The locks of viewers that a parameter sets. */
const lockParameters: Readonly<Record<string, readonly Lock[]>> = {
  lockSettingsDisableCam: ['cameras'],
  lockSettingsDisableMic: ['microphones'],
  lockSettingsDisablePrivateChat: ['privateChat'],
  lockSettingsDisablePublicChat: ['publicChat'],
  lockSettingsHideUserList: ['seePeople'],
  lockSettingsHideViewersCursor: ['seeCursors'],
  lockSettingsHideViewersAnnotation: ['seeDrawings'],
  webcamsOnlyForModerator: ['seeCameras'],
};

/** The locks of viewers that stand for a feature which the program switches off. */
const lockFeatures: Readonly<Record<string, readonly Lock[]>> = {
  chat: ['publicChat', 'privateChat'],
  privateChat: ['privateChat'],
  screenshare: ['screens'],
  userReactions: ['reactions'],
};

const presenterPolicies = { moderatorOnly: 'moderators', requireApproval: 'ask', freeForAll: 'anyone' } as const;

/** Bounds of what a program shows in a meeting, in characters. */
const most = { welcome: 1_000, banner: 500, source: 500 } as const;

/** The settings with which the room of a meeting opens, by feature. @param bounds those of the organisation's tier */
export function openingOf(wish: MeetingWish, bounds: TierBounds | undefined, serverUrl: string): Opening {
  const parameters = parametersIn(wish);
  const [limit, source] = [limitOf(parameters, bounds), sourceOf(parameters)];
  return {
    [space.name]: hostedOf(wish, parameters, bounds, serverUrl),
    [moderation.name]: {
      locks: locksOf(parameters),
      presenter: presenterOf(parameters.get('lockSettingsPresenterPolicy')),
      lockOnJoin: booleanIn(parameters, 'lockSettingsLockOnJoin', true),
      entry: { muted: booleanIn(parameters, 'muteOnStart'), camerasOff: false },
    },
    // Who comes by a signed link stands inside already; the door is for all others.
    [lobby.name]: /^(ASK_MODERATOR|ALWAYS_ACCEPT_AUTH)$/.test(guestPolicyOf(parameters.get('guestPolicy')))
      ? 'members'
      : 'closed',
    [chat.name]: true,
    [whiteboard.name]: newBoard,
    [recording.name]: {
      allowed: booleanIn(parameters, 'record'),
      byMembers: booleanIn(parameters, 'allowStartStopRecording', true),
      starts: booleanIn(parameters, 'autoStartRecording'),
    },
    ...(limit && { [duration.name]: limit }),
    ...(source && { [slides.name]: { keeps: true, prepared: [], source } }),
  };
}

/** The page of the program at which people choose documents: only with an address and with words, as in BigBlueButton. */
function sourceOf(parameters: Parameters): { readonly url: string; readonly words: string } | undefined {
  const url = webAddress(parameters.get('presentationUploadExternalUrl'));
  const words = plainText(parameters.get('presentationUploadExternalDescription') ?? '').slice(0, most.source);
  return url === undefined || words === '' ? undefined : { url, words };
}

function presenterOf(text: string | undefined): (typeof presenterPolicies)[keyof typeof presenterPolicies] {
  const named = Object.entries(presenterPolicies).find(([name]) => name === text);
  return named?.[1] ?? 'moderators';
}

function locksOf(parameters: Parameters): Partial<Record<Lock, boolean>> {
  const disabled = disabledIn(parameters);
  const bySetting = Object.entries(lockParameters).flatMap(([name, locks]) =>
    booleanIn(parameters, name) ? locks : [],
  );
  const byFeature = Object.entries(lockFeatures).flatMap(([name, locks]) => (disabled.has(name) ? locks : []));
  return Object.fromEntries([...bySetting, ...byFeature].map((lock) => [lock, true]));
}

/** The shorter of the program's limit and the tier's; undefined for none. */
function limitOf(parameters: Parameters, bounds: TierBounds | undefined): DurationLimit | undefined {
  const wished = wholeIn(parameters, 'duration') || undefined;
  const ofTier =
    bounds?.minutes !== undefined && bounds.minutes <= durationLimits.mostMinutes ? bounds.minutes : undefined;
  if (bounds && ofTier !== undefined && (wished === undefined || ofTier <= wished)) {
    const { organisation: name, tier } = bounds;
    return { minutes: ofTier, extendable: 0, of: { is: 'organisation', name, tier } };
  }
  if (wished === undefined) return undefined;
  return { minutes: Math.min(wished, durationLimits.mostMinutes), extendable: 0, of: { is: 'opener' } };
}

function hostedOf(
  wish: MeetingWish,
  parameters: Parameters,
  bounds: TierBounds | undefined,
  serverUrl: string,
): HostedOpening {
  const filled = (text: string) =>
    plainText(text)
      .replaceAll('%%CONFNAME%%', () => wish.name)
      .replaceAll('%%CONFNUM%%', () => wish.voiceBridge ?? '')
      .replaceAll('%%DIALNUM%%', () => parameters.get('dialNumber') ?? '')
      .replaceAll('%%SERVERURL%%', () => serverUrl)
      .slice(0, most.welcome);
  const banner = plainText(parameters.get('bannerText') ?? '').slice(0, most.banner);
  const leaveTo = webAddress(parameters.get('logoutURL'));
  const people = peopleOf(parameters, bounds);
  return {
    welcome: filled(parameters.get('welcome') ?? ''),
    staffWelcome: filled(parameters.get('moderatorOnlyMessage') ?? ''),
    ...(banner !== '' && { banner }),
    ...(leaveTo !== undefined && { leaveTo }),
    ...(people !== undefined && { people }),
    ...(bounds && { organisation: bounds.organisation, tier: bounds.tier }),
  };
}

/** The most people of a meeting; undefined: as many as the server allows. */
export function peopleOf(parameters: Parameters, bounds: Pick<TierBounds, 'people'> | undefined): number | undefined {
  const wished = wholeIn(parameters, 'maxParticipants') || undefined;
  const people = Math.min(wished ?? Number.POSITIVE_INFINITY, bounds?.people ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(people) ? people : undefined;
}
