import { faults } from '../faults/faults.ts';
import { FaultMeeting } from '../faults/FaultMeeting.ts';
import type { Options, Report } from '../report.ts';

/** One fault of `reliability.md` in a meeting of real browsers and bots. */
export async function fault({ words }: Options): Promise<Report> {
  const which = words['which'] ?? '';
  const run = faults[which];
  if (!run) throw new Error(`There is no fault ${which}.`);
  const meeting = await FaultMeeting.open();
  try {
    const { figures, failures } = await run(meeting);
    return { scenario: 'fault', pass: failures.length === 0, participants: 5, failures, which, ...figures };
  } finally {
    await meeting.close();
  }
}
