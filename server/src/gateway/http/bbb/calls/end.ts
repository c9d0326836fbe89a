import { type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import type { BbbParts } from '../ports.ts';
import { requireMeeting } from './info.ts';

/** Ends a meeting for all. A password is checked only where one is sent. */
export function end({ meetings }: BbbParts): Call {
  return {
    name: 'end',
    changes: true,
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'checksum',
    async handle({ owner, parameters }) {
      const meeting = await requireMeeting(meetings, owner, parameters);
      const password = parameters.get('password') ?? '';
      if (password !== '' && password !== meeting.moderatorPw) {
        throw new Failed('invalidPassword', 'The supplied moderator password is incorrect');
      }
      await meetings.end(meeting);
      const words =
        'A request to end the meeting was sent. Please wait a few seconds, and then use the getMeetingInfo or isMeetingRunning API calls to verify that it was ended.';
      return { nodes: [success, ['messageKey', 'sentEndMeetingRequest'], ['message', words]] };
    },
  };
}
