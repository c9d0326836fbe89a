import { visibleLines } from '@plenum/shared/core/text';
import { namesSomething } from '@plenum/shared/core/visible';
import { type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import type { BbbParts } from '../ports.ts';
import { meetingIdOf } from '../reading.ts';

/** Bounds of a message and of the name of its sender, in characters. */
const most = { message: 500, userName: 255 } as const;

const Text = visibleLines(most.message);

/** Sends a message to everybody in a meeting. */
export function sendChatMessage({ meetings }: Pick<BbbParts, 'meetings'>): Call {
  return {
    name: 'sendChatMessage',
    methods: ['GET'],
    bodies: [],
    signed: 'checksum',
    async handle({ owner, parameters }) {
      const meetingId = meetingIdOf(parameters);
      const text = Text.safeParse(parameters.get('message') ?? '');
      if (!text.success) {
        throw new Failed('validationError', `Message must be between 1 and ${most.message} characters`);
      }
      const name = parameters.get('userName') || 'System';
      if (name.length > most.userName || !namesSomething(name)) {
        throw new Failed('validationError', `User name must be between 1 and ${most.userName} characters`);
      }
      const meeting = await meetings.find(owner, meetingId);
      const isLive = meeting !== undefined && meeting.endedAt === undefined;
      if (!isLive || !(await meetings.say(meeting, { name, text: text.data }))) {
        throw new Failed('meetingNotFound', 'Meeting not found or not active');
      }
      return { nodes: [success, ['messageKey', ''], ['message', '']] };
    },
  };
}
