import { AppError, LimitMet } from '@plenum/shared/core/errors';
import { type Answered, type Asked, type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import { documentsIn, preUploadedIn } from '../documents/documents.ts';
import type { BbbParts, Meeting, ProgramDocument } from '../ports.ts';
import {
  booleanIn,
  dateWords,
  disabledIn,
  meetingIdOf,
  parametersIn,
  requireBoolean,
  requireSize,
  wholeIn,
} from '../reading.ts';
import type { Parameters } from '../query.ts';
import type { Node } from '../xml.ts';

/** What a meeting without a parent answers. */
const noParent = 'bbb-none';

/** Makes a meeting; the same request again finds it. */
export function create({ meetings, documents, failed }: BbbParts): Call {
  return {
    name: 'create',
    changes: true,
    methods: ['GET', 'POST'],
    bodies: ['form', 'xml'],
    signed: 'checksum',
    async handle({ owner, parameters, readXml }: Asked): Promise<Answered> {
      const meetingId = meetingIdOf(parameters);
      const name = parameters.get('name') ?? '';
      if (name.trim() === '') throw new Failed('missingParamName', 'You must provide a meeting name');
      requireSize('Meeting name', name, 2, 256);
      const [attendeePw, moderatorPw] = [passwordIn(parameters, 'attendeePW'), passwordIn(parameters, 'moderatorPW')];
      requireBoolean(parameters, 'record', 'Record must be a boolean value (true or false)');
      const voiceBridge = voiceBridgeIn(parameters);
      const parent = await parentOf({ meetings }, owner, parameters);
      const slides = disabledIn(parameters).has('presentation') ? [] : await slidesOf(parameters, readXml);
      const wish = { owner, meetingId, name, voiceBridge, parent, parameters: Object.fromEntries(parameters) };
      const made = await meetings
        .create({ ...wish, attendeePw: attendeePw ?? '', moderatorPw: moderatorPw ?? '' })
        .catch((error: unknown) => {
          throw refusalOf(error);
        });
      if (made.isNew) {
        const brought = documents.bring(made.meeting, slides, 'first');
        // The meeting is there, whatever becomes of its slides.
        await brought.catch((error: unknown) => failed('taking the slides of a new meeting in', error));
        return answerOf(made.meeting, '', '');
      }
      requireSame(made.meeting, attendeePw, moderatorPw);
      const words = 'This conference was already in existence and may currently be in progress.';
      return answerOf(made.meeting, 'duplicateWarning', words);
    },
  };
}

/** The documents of body and parameters: the first that is current, else the first of all, goes on the stage. */
async function slidesOf(parameters: Parameters, readXml: Asked['readXml']): Promise<readonly ProgramDocument[]> {
  const all = [...documentsIn(await readXml()), ...preUploadedIn(parameters)];
  const current = all.find(({ isCurrent }) => isCurrent);
  return current ? [current, ...all.filter((one) => one !== current)] : all;
}

function passwordIn(parameters: Parameters, name: string): string | undefined {
  const password = parameters.get(name) ?? '';
  if (password === '') return undefined;
  if (password.length < 2 || password.length > 64) {
    throw new Failed('invalidPassword', 'Password must be between 2 and 64 characters');
  }
  return password;
}

function voiceBridgeIn(parameters: Parameters): string | undefined {
  const text = parameters.get('voiceBridge') ?? '';
  if (text === '') return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new Failed('validationError', 'Voice bridge must be an integral value');
  return text;
}

/** The internal id of the parent of a breakout. @throws Failed */
async function parentOf(
  { meetings }: Pick<BbbParts, 'meetings'>,
  owner: string,
  parameters: Parameters,
): Promise<string | undefined> {
  if (!booleanIn(parameters, 'isBreakout')) return undefined;
  const id = parameters.get('parentMeetingID') ?? '';
  if (id === '') {
    throw new Failed('parentMeetingIDMissing', 'No parent meeting ID was provided for the breakout room');
  }
  const parent = await meetings.find(owner, id);
  if (!parent || parent.endedAt !== undefined) {
    throw new Failed('parentMeetingDoesNotExist', 'No parent meeting exists for the breakout room');
  }
  if (wholeIn(parameters, 'sequence') === undefined) {
    throw new Failed('validationError', 'The sequence of a breakout room must be an integral value');
  }
  return parent.internalId;
}

/** @throws Failed `idNotUnique` when a repeated request has other passwords than the meeting */
function requireSame(meeting: Meeting, attendeePw: string | undefined, moderatorPw: string | undefined): void {
  const hasNone = attendeePw === undefined && moderatorPw === undefined;
  if (hasNone || (meeting.attendeePw === attendeePw && meeting.moderatorPw === moderatorPw)) return;
  throw new Failed('idNotUnique', 'A meeting already exists with that meeting ID.  Please use a different meeting ID.');
}

function refusalOf(error: unknown): unknown {
  if (error instanceof AppError && error.bound === 'voiceBridge') {
    return new Failed('nonUniqueVoiceBridge', 'The selected voice bridge is already in use.');
  }
  if (error instanceof LimitMet || (error instanceof AppError && error.bound === 'suspended')) {
    return new Failed('limitReached', error.message);
  }
  return error;
}

function answerOf(meeting: Meeting, key: string, words: string): Answered {
  const parameters = parametersIn(meeting);
  const passwords: readonly Node[] = [
    ['attendeePW', meeting.attendeePw],
    ['moderatorPW', meeting.moderatorPw],
  ];
  return {
    nodes: [
      success,
      ['meetingID', meeting.meetingId],
      ['internalMeetingID', meeting.internalId],
      ['parentMeetingID', meeting.parent ?? noParent],
      ...passwords,
      ['createTime', meeting.createdAt],
      ['voiceBridge', meeting.voiceBridge],
      ['dialNumber', parameters.get('dialNumber') ?? ''],
      ['createDate', dateWords(meeting.createdAt)],
      ['hasUserJoined', meeting.startedAt !== undefined],
      ['duration', wholeIn(parameters, 'duration') ?? 0],
      ['hasBeenForciblyEnded', false],
      ['messageKey', key],
      ['message', words],
    ],
  };
}
