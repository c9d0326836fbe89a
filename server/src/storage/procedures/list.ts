import { accounts } from './accounts.ts';
import { boxes } from './boxes.ts';
import { health } from './health.ts';
import { identity } from './identity.ts';
import { letters } from './letters.ts';
import { log } from './log.ts';
import { readers } from './readers.ts';
import { rooms } from './rooms.ts';
import { secrets } from './secrets.ts';
import { snapshots } from './snapshots.ts';

/** Every procedure of the database, by area. A new procedure is one more function in one of these. */
export const procedures = { accounts, boxes, health, identity, letters, log, readers, rooms, secrets, snapshots };
