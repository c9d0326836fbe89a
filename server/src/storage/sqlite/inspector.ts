import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import * as z from 'zod/mini';
import { inspectFile } from './files.ts';
import { loaded } from './loaded.ts';

// The thread that checks the whole file while the other thread goes on writing.
const { folder } = z.object({ folder: z.string() }).parse(workerData);
// SQLite is loaded by the first database that is opened.
new BetterSqlite3(':memory:').close();
parentPort?.postMessage(loaded);
parentPort?.postMessage(inspectFile(folder));
