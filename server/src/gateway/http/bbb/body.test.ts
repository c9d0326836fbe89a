import { Readable } from 'node:stream';
import type { Request } from 'express';
import { expect, it } from 'vitest';
import { XmlBodies } from './body.ts';

function requestOf(bytes: number): Request {
  // The part of a request that is read here.
  return Object.assign(Readable.from([Buffer.alloc(bytes)]), { headers: {} }) as unknown as Request;
}

it('the bodies of one owner take at most half of the bytes in memory, until their work ends', async () => {
  const bodies = new XmlBodies(1_000);
  const { promise: isOver, resolve: finish } = Promise.withResolvers<void>();
  const refused = { key: 'tooManyRequests', status: 429 };
  const hold = (owner: string, bytes: number) => {
    const { promise: isRead, resolve: tell } = Promise.withResolvers<void>();
    const done = bodies.during({ request: requestOf(bytes), hasXml: true, owner }, async (read) => {
      await read();
      tell();
      await isOver;
    });
    return { isRead: Promise.race([isRead, done]), done };
  };
  const first = hold('a', 400);
  await first.isRead;
  await expect(hold('a', 101).isRead).rejects.toMatchObject(refused);
  const second = hold('b', 500);
  await second.isRead;
  await expect(hold('c', 101).isRead).rejects.toMatchObject(refused);
  finish();
  await Promise.all([first.done, second.done]);
  await hold('a', 500).done;
});
