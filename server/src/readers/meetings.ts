import { presence } from '@plenum/shared/features/presence/contract';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Step } from '../storage/recordPorts.ts';
import type { Store } from '../storage/ports.ts';
import type { RoomReport } from '../room/ports.ts';
import type { DurableReader } from './DurableReader.ts';

const { joined, left, renamed } = presence.events;

/** What an entry says about who is in the room; undefined for an entry that says nothing. @throws for an unreadable one */
function stepOf({ event, payload, seq, at }: LogEntry): Step | undefined {
  switch (event) {
    case 'joined': {
      const { id: member, name, role } = joined.payload.parse(payload);
      return { is: 'joined', seq, at, member, name, role };
    }
    case 'left':
      return { is: 'left', at, member: left.payload.parse(payload).id };
    case 'renamed': {
      const { id: member, name } = renamed.payload.parse(payload);
      return { is: 'renamed', member, name };
    }
    case 'everyoneLeft':
      return { is: 'allLeft', at };
    default:
      return undefined;
  }
}

/** The reader that writes the history of the meetings in spaces and the usage of their organisations. */
export function meetingHistory(store: Pick<Store, 'calls'>, report: RoomReport): DurableReader {
  return {
    name: 'meetings',
    wants: [{ feature: presence.name, events: ['joined', 'left', 'everyoneLeft', 'renamed'] }],
    handle(room, entries) {
      const steps = entries.flatMap((entry) => {
        try {
          return stepOf(entry) ?? [];
        } catch (error) {
          // A second try would fail in the same way.
          report.failed(room, 'reading who came and went', error);
          return [];
        }
      });
      return Promise.resolve(steps.length === 0 ? [] : [store.calls.meetings.follow({ room, steps })]);
    },
  };
}
