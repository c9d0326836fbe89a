import { listMeetings, readMeeting } from '@plenum/shared/api/meeting/contract';
import { readUsage } from '@plenum/shared/api/organisation/contract';
import type { Meetings } from '../../../records/meeting/meeting.ts';
import type { FileStore } from '../../../storage/files/FileStore.ts';
import { type Serving, serving } from '../serving.ts';

interface MeetingsOptions {
  readonly meetings: Meetings;
  readonly files: Pick<FileStore, 'usage'>;
}

/** Serves the history of meetings and the usage of organisations. */
export function meetingServings({ meetings, files }: MeetingsOptions): readonly Serving[] {
  return [
    serving(listMeetings, {
      handle: ({ acting, params, query: { before } }) =>
        meetings.list(acting, params.space, before === undefined ? undefined : Number(before)),
    }),
    serving(readMeeting, { handle: ({ acting, params }) => meetings.read(acting, params.meeting) }),
    serving(readUsage, {
      async handle({ acting, params }) {
        const { rooms, ...usage } = await meetings.usage(acting, params.organisation);
        let fileBytes = 0;
        for (const room of rooms) fileBytes += await files.usage(room);
        return { ...usage, fileBytes };
      },
    }),
  ];
}
