import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { carry } from '../failures.ts';
import type { FromThread, ToThread } from './protocol.ts';
import { SqliteFile } from './SqliteFile.ts';

// SQLite works in this thread, so that a commit never blocks the event loop of the meetings.
const port = parentPort;
if (!port) throw new Error('worker.ts is started by DatabaseThread only.');
const tell = (message: FromThread) => port.postMessage(message);

async function serve(folder: string): Promise<void> {
  const file = await SqliteFile.open(folder);
  // An error here ends the thread, and DatabaseThread rejects all waiting calls.
  port?.on('message', async (message: ToThread) => {
    if (message.kind === 'group') return tell({ kind: 'answers', answers: await file.run(message.asked) });
    await file.close();
    port.close();
  });
  tell({ kind: 'ready' });
}

const { folder } = z.object({ folder: z.string() }).parse(workerData);
await serve(folder).catch((error: unknown) => tell({ kind: 'refused', error: carry(error) }));
