import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { inspectFile } from './files.ts';

// The thread that checks the whole file while the other thread goes on writing.
const { folder } = z.object({ folder: z.string() }).parse(workerData);
parentPort?.postMessage(inspectFile(folder));
