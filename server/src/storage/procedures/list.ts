import { boxes } from './boxes.ts';
import { health } from './health.ts';
import { log } from './log.ts';
import { readers } from './readers.ts';
import { rooms } from './rooms.ts';
import { secrets } from './secrets.ts';
import { snapshots } from './snapshots.ts';

/** Every procedure of the database, by area. A new procedure is one more function in one of these. */
export const procedures = { boxes, health, log, readers, rooms, secrets, snapshots };
