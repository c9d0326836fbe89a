import { AppError } from '@plenum/shared/core/errors';
import { type Call, success } from '../call.ts';
import { documentsIn } from '../documents/documents.ts';
import { Failed, notFound } from '../failure.ts';
import type { BbbParts } from '../ports.ts';
import { disabledIn, meetingIdOf, parametersIn } from '../reading.ts';

/** Sends documents into a running meeting. The answer says that they are on their way, as in BigBlueButton. */
export function insertDocument({ meetings, documents }: Pick<BbbParts, 'meetings' | 'documents'>): Call {
  return {
    name: 'insertDocument',
    methods: ['POST'],
    bodies: ['xml'],
    signed: 'checksum',
    async handle({ owner, parameters, readXml }) {
      const meeting = await meetings.find(owner, meetingIdOf(parameters));
      if (!meeting || meeting.endedAt !== undefined) throw notFound();
      // Before the body is read: the request is sent on as it is.
      await documents.requireHere(meeting);
      const given = documentsIn(await readXml());
      if (given.length === 0) throw new Failed('validationError', 'The body has no document.');
      if (disabledIn(parametersIn(meeting)).has('presentation')) {
        return {
          nodes: [
            ['returncode', 'FAILED'],
            ['message', 'Presentation feature is disabled, ignoring.'],
          ],
        };
      }
      await documents.bring(meeting, given, 'later').catch((error: unknown) => {
        throw error instanceof AppError && error.code === 'full' ? new Failed('limitReached', error.message) : error;
      });
      return { nodes: [success, ['message', 'Presentation is being uploaded']] };
    },
  };
}
