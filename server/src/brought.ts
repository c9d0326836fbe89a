import { inBackground } from '@plenum/shared/core/background';
import type { FileTools } from './gateway/http/files.ts';
import type { Clock, RoomReport } from './room/ports.ts';
import type { Store } from './storage/ports.ts';

interface Parts {
  readonly store: Pick<Store, 'ask'>;
  readonly clock: Clock;
}

/** Counts the bytes that come into a room for its meeting, a breakout's for its parent's. */
export function broughtCounter({ store, clock }: Parts, report: RoomReport): FileTools['brought'] {
  return (room, bytes) => {
    const brought = { room: room.record.parent ?? room.id, bytes, at: clock.now() };
    inBackground(store.ask.meetings.bring(brought), (error) => report.failed(room.id, 'counting bytes', error));
  };
}
