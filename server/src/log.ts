import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { RoomReport } from './room/ports.ts';

/** The process's log: one JSON line an event, no tokens, no names, no text that people wrote. */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      redact: [
        'req.headers',
        'res.headers',
        '*.ticket',
        '*.seat',
        '*.key',
        '*.hostKey',
        '*.moderatorKey',
        '*.memberKey',
        '*.identity',
      ],
    },
    destination,
  );
}

/** Reports unexpected errors with an id that can be told to a person. */
export function createReport(log: Logger): RoomReport {
  return {
    failed(room, what, error) {
      const id = randomUUID();
      log.error({ err: error, room, what, id }, 'failed');
      return id;
    },
  };
}
