import type { After } from '../after.ts';
import type { LoadReader } from './LoadReader.ts';
import type { WorkerPost } from './WorkerPost.ts';

/** Time between two readings, in ms: short enough to act before 100 ms of sound wait. */
export const readEveryMs = 200;

interface Options {
  readonly posts: readonly WorkerPost[];
  readonly reader: LoadReader;
  readonly after: After;
  readonly now: () => number;
}

/** Reads the load of all workers again and again until the returned function is called. */
export function watchLoad({ posts, reader, after, now }: Options): () => void {
  let cancel = (): void => {};
  const look = (): void => {
    cancel = after(readEveryMs, look);
    const busy = posts.flatMap((post) =>
      post.running ? [{ post, pid: post.running.worker.pid, port: post.port }] : [],
    );
    const readings = reader.read(busy);
    busy.forEach(({ post }, index) => {
      const reading = readings[index];
      if (reading) post.judge({ ...reading, at: now() });
    });
  };
  cancel = after(readEveryMs, look);
  return () => {
    cancel();
    reader.close();
  };
}
