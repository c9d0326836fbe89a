import type { RecordingFiles } from '../files/RecordingFiles.ts';
import { headAt, ids } from './ebml.ts';
import type { Frame } from './WebmWriter.ts';

/**
 * The frames of a file that `WebmWriter` wrote, up to its last whole cluster.
 * @throws the error of the file system; AppError `unavailable` for an encrypted file that is damaged, or whose key is missing
 */
export function* readWebm(path: string, files: Pick<RecordingFiles, 'read'>): Generator<Frame> {
  const file = files.read(path);
  try {
    for (let at = 0; ; ) {
      const head = headAt(file.read(at, 12), 0);
      if (!head) return;
      if (head.id === ids.segment) {
        at += head.head;
        continue;
      }
      if (head.id === ids.cluster) {
        const cluster = file.read(at + head.head, head.content);
        if (cluster.length < head.content) return;
        yield* framesIn(cluster);
      }
      at += head.head + head.content;
    }
  } finally {
    file.close();
  }
}

function* framesIn(cluster: Buffer): Generator<Frame> {
  let since = 0;
  for (let at = 0; at < cluster.length; ) {
    const head = headAt(cluster, at);
    if (!head) return;
    const content = at + head.head;
    if (head.id === ids.timestamp)
      since = Number.parseInt(cluster.toString('hex', content, content + head.content), 16);
    if (head.id === ids.simpleBlock) {
      yield {
        at: since + cluster.readInt16BE(content + 1),
        isKey: ((cluster[content + 3] ?? 0) & 0x80) !== 0,
        data: cluster.subarray(content + 4, content + head.content),
      };
    }
    at = content + head.content;
  }
}
