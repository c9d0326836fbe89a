import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChatFile } from '@plenum/shared/features/chat/contract';
import { openStore } from '../src/storage/openStore.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
let room: string;
let ana: RoomLine;
beforeEach(async () => {
  running = await Running.create();
  const created = await running.createRoom();
  room = created.id;
  ana = await running.enter(room, 'Ana', created.hostKey);
});
afterEach(() => running.close());

async function upload(): Promise<string> {
  const answer = await fetch(`${running.origin}/api/rooms/${room}/files?name=notes.txt`, {
    method: 'POST',
    headers: {
      origin: running.origin,
      authorization: `Bearer ${ana.welcome.seat}`,
      'content-type': 'application/octet-stream',
    },
    body: 'the bytes of a file',
  });
  return ChatFile.parse(await answer.json()).id;
}

const onDisk = () => readdir(join(running.folder, 'files', room));

/** A message with a file, and the message deleted: what the log says of it. */
async function sendAndDelete(file: string): Promise<void> {
  const sent = await ana.ask('chat:send', { text: 'Look', files: [file] });
  if (!sent.ok) throw new Error(sent.message);
  const { id } = sent.value as { id: string };
  expect(await ana.ask('chat:remove', { channel: 'all', id })).toMatchObject({ ok: true });
}

it('a file leaves the disk when its message is deleted', async () => {
  const [file, other] = [await upload(), await upload()];
  await sendAndDelete(file);
  await expect.poll(onDisk).toEqual([other]);
});

it('a file leaves the disk although the server died between the commit and its removal', async () => {
  const [file, other] = [await upload(), await upload()];
  await running.stop();
  // What a process leaves that is killed in that moment: the log says it, the disk does not know.
  const store = await openStore({ data: running.folder, onPoisoned: () => undefined });
  const seq = (await store.lastSeq(room)) + 1;
  await store.append(room, [{ seq, at: 1, feature: 'chat', event: 'released', payload: { files: [file] }, to: [] }]);
  await store.close();
  expect((await onDisk()).toSorted()).toEqual([file, other].toSorted());
  await running.start();
  await expect.poll(onDisk).toEqual([other]);
});
