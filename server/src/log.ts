import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import { requestIdNow } from './requestId.ts';
import type { RoomReport } from './room/ports.ts';

/** The log of the process: one JSON line for each event, with the id of the request behind it, without tokens, names and texts of people. */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      mixin() {
        const request = requestIdNow();
        return request === undefined ? {} : { request };
      },
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

/** Logs unexpected errors with an id that an operator can give to a person. */
export function createReport(log: Logger): RoomReport {
  return {
    failed(room, what, error) {
      const id = randomUUID();
      log.error({ err: error, room, what, id }, 'failed');
      return id;
    },
  };
}

/** Reports what fails outside of any room. */
export function failedIn(report: RoomReport): (what: string, error: unknown) => void {
  return (what, error) => void report.failed('-', what, error);
}
