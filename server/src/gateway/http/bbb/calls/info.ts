import { type Call, success } from '../call.ts';
import { notFound } from '../failure.ts';
import type { Attendee, BbbMeetings, BbbParts, Meeting, MeetingNow } from '../ports.ts';
import type { Parameters } from '../query.ts';
import { booleanIn, dateWords, meetingIdOf, metadataOf, parametersIn, wholeIn } from '../reading.ts';
import { answerXml, isNodeName, type Node } from '../xml.ts';

const bodies = ['form'] as const;
const methods = ['GET', 'POST'] as const;

/** The meeting that goes on under the id of the request. @throws Failed `notFound` */
export async function requireMeeting(meetings: BbbMeetings, owner: string, parameters: Parameters): Promise<Meeting> {
  const meeting = await meetings.find(owner, meetingIdOf(parameters));
  if (!meeting || meeting.endedAt !== undefined) throw notFound();
  return meeting;
}

/** Whether anybody is in a meeting. */
export function isMeetingRunning({ meetings }: BbbParts): Call {
  return {
    name: 'isMeetingRunning',
    methods,
    bodies,
    signed: 'checksum',
    async handle({ owner, parameters }) {
      const meeting = await meetings.find(owner, meetingIdOf(parameters));
      const isLive = meeting !== undefined && meeting.endedAt === undefined;
      const [now] = isLive ? await meetings.now([meeting]) : [];
      return { nodes: [success, ['running', (now?.attendees.length ?? 0) > 0]] };
    },
  };
}

/** A meeting, with the people in it. */
export function getMeetingInfo({ meetings }: BbbParts): Call {
  return {
    name: 'getMeetingInfo',
    methods,
    bodies,
    signed: 'checksum',
    async handle({ owner, parameters }) {
      const [now] = await meetings.now([await requireMeeting(meetings, owner, parameters)]);
      if (!now) throw notFound();
      return { nodes: [success, ...nodesOf(now)] };
    },
  };
}

/** All meetings of the owner. */
export function getMeetings({ meetings, latest }: BbbParts): Call {
  return {
    name: 'getMeetings',
    methods,
    bodies,
    signed: 'checksum',
    async handle({ owner }) {
      return { xml: await latest.find(owner, async () => Buffer.from(answerXml(await allNodes(meetings, owner)))) };
    },
  };
}

async function allNodes(meetings: BbbMeetings, owner: string): Promise<readonly Node[]> {
  const all = await meetings.now(await meetings.live(owner));
  if (all.length > 0) return [success, ['meetings', all.map((now): Node => ['meeting', nodesOf(now)])]];
  const words: readonly Node[] = [
    ['messageKey', 'noMeetings'],
    ['message', 'no meetings were found on this server'],
  ];
  return [success, ['meetings', []], ...words];
}

/** The people in all meetings of the owner, by name. */
export function getSessions({ meetings }: BbbParts): Call {
  return {
    name: 'getSessions',
    methods,
    bodies,
    signed: 'checksum',
    async handle({ owner }) {
      const all = await meetings.now(await meetings.live(owner));
      const people = all.flatMap(({ meeting, attendees }) =>
        attendees.map(({ name }): Node => {
          const about: readonly Node[] = [
            ['meetingID', meeting.meetingId],
            ['meetingName', meeting.name],
            ['userName', name],
          ];
          return ['meeting', about];
        }),
      );
      if (people.length > 0) return { nodes: [success, ['sessions', people]] };
      const words: readonly Node[] = [
        ['messageKey', 'noSessions'],
        ['message', 'no sessions were found on this server'],
      ];
      return { nodes: [success, ['sessions', []], ...words] };
    },
  };
}

/** A meeting as `getMeetingInfo` and `getMeetings` answer it; the order counts. */
function nodesOf({ meeting, attendees, videos, most, breakouts }: MeetingNow): readonly Node[] {
  const parameters = parametersIn(meeting);
  const talking = attendees.filter(({ hasJoinedVoice }) => hasJoinedVoice).length;
  return [
    ['meetingName', meeting.name],
    ['meetingID', meeting.meetingId],
    ['internalMeetingID', meeting.internalId],
    ['createTime', meeting.createdAt],
    ['createDate', dateWords(meeting.createdAt)],
    ['voiceBridge', meeting.voiceBridge],
    ['dialNumber', parameters.get('dialNumber') ?? ''],
    ['attendeePW', meeting.attendeePw],
    ['moderatorPW', meeting.moderatorPw],
    ['running', attendees.length > 0],
    ['duration', wholeIn(parameters, 'duration') ?? 0],
    ['hasUserJoined', meeting.startedAt !== undefined || attendees.length > 0],
    ['recording', booleanIn(parameters, 'record')],
    ['hasBeenForciblyEnded', false],
    ['startTime', meeting.startedAt ?? 0],
    ['endTime', 0],
    ['participantCount', attendees.length],
    ['listenerCount', attendees.length - talking],
    ['voiceParticipantCount', talking],
    ['videoCount', videos],
    ['maxUsers', most],
    ['moderatorCount', attendees.filter(({ role }) => role === 'MODERATOR').length],
    ['attendees', attendees.map((one): Node => ['attendee', attendeeNodes(one)])],
    ['metadata', metadataIn(parameters)],
    ['isBreakout', meeting.parent !== undefined],
    ...(meeting.parent === undefined ? [] : breakoutNodes(meeting.parent, parameters)),
    ...(breakouts.length === 0 ? [] : [parentNode(breakouts)]),
  ];
}

function parentNode(breakouts: readonly string[]): Node {
  return ['breakoutRooms', breakouts.map((id): Node => ['breakout', id])];
}

function breakoutNodes(parent: string, parameters: Parameters): readonly Node[] {
  return [
    ['parentMeetingID', parent],
    ['sequence', wholeIn(parameters, 'sequence') ?? 0],
    ['freeJoin', booleanIn(parameters, 'freeJoin')],
  ];
}

function attendeeNodes(attendee: Attendee): readonly Node[] {
  const { userId, name, role, isPresenter, hasJoinedVoice, hasVideo, custom } = attendee;
  return [
    ['userID', userId],
    ['fullName', name],
    ['role', role],
    ['isPresenter', isPresenter],
    ['isListeningOnly', !hasJoinedVoice],
    ['hasJoinedVoice', hasJoinedVoice],
    ['hasVideo', hasVideo],
    ['clientType', 'HTML5'],
    ['customdata', Object.entries(custom).flatMap(([key, value]): Node[] => (isNodeName(key) ? [[key, value]] : []))],
  ];
}

/** The metadata of a meeting; names are in lower case, as BigBlueButton answers them. */
function metadataIn(parameters: Parameters): readonly Node[] {
  return Object.entries(metadataOf(parameters)).flatMap(([key, value]): Node[] =>
    isNodeName(key) ? [[key, value]] : [],
  );
}
