import { closeSync, openSync, readSync } from 'node:fs';
import { headAt, ids } from './ebml.ts';
import type { Frame } from './WebmWriter.ts';

/** The frames of a file that `WebmWriter` wrote, up to its last whole cluster. @throws the error of the file system */
export function* readWebm(path: string): Generator<Frame> {
  const file = openSync(path, 'r');
  try {
    for (let at = 0; ; ) {
      const head = headAt(bytesAt(file, at, 12), 0);
      if (!head) return;
      if (head.id === ids.segment) {
        at += head.head;
        continue;
      }
      if (head.id === ids.cluster) {
        const cluster = bytesAt(file, at + head.head, head.content);
        if (cluster.length < head.content) return;
        yield* framesIn(cluster);
      }
      at += head.head + head.content;
    }
  } finally {
    closeSync(file);
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

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
}
