import type { After } from '../after.ts';
import { hasQueue } from '../overload/loadPolicy.ts';
import type { LoadReader } from './LoadReader.ts';
import type { WorkerPost } from './WorkerPost.ts';

/** Time between two readings, in ms, and while a queue stands: a queue must be told from a burst before it is long. */
export const readEveryMs = 200;
const readSoonerMs = 100;
/** Readings take at most one part in so many of this process's time: a machine may have very many sockets to read. */
const costBound = 20;

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
    const began = now();
    const running = posts.flatMap((post) => {
      const { pid } = post.running?.worker ?? {};
      return pid === undefined ? [] : [{ post, pid, port: post.port }];
    });
    const readings = reader.read(running);
    const samples = running.flatMap(({ post }, index) => {
      const reading = readings[index];
      return reading ? post.judge({ ...reading, at: began }) : [];
    });
    const pauseMs = samples.some(hasQueue) ? readSoonerMs : readEveryMs;
    cancel = after(Math.max(pauseMs, (now() - began) * costBound), look);
  };
  cancel = after(readEveryMs, look);
  return () => {
    cancel();
    reader.close();
  };
}
