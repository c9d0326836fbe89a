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

/** Sends a message with a file, and deletes the message. */
async function sendAndDelete(file: string): Promise<void> {
  const sent = await ana.ask('chat:send', { text: 'Look', files: [file] });
  if (!sent.ok) throw new Error(sent.message);
  const { id } = sent.value as { id: string };
  expect(await ana.ask('chat:remove', { channel: 'all', id })).toMatchObject({ ok: true });
}

it('a file is deleted from the disk with its message', async () => {
  const [file, other] = [await upload(), await upload()];
  await sendAndDelete(file);
  await expect.poll(onDisk).toEqual([other]);
});

it('a file is deleted from the disk although the server died between the commit and the removal', async () => {
  const [file, other] = [await upload(), await upload()];
  await running.stop();
  // The data of a process that is killed at that moment: the log has the release, the disk has the file.
  const store = await openStore({ data: running.folder, onUnreadable: () => undefined });
  const seq = (await store.lastSeq(room)) + 1;
  await store.append(room, [{ seq, at: 1, feature: 'chat', event: 'released', payload: { files: [file] }, to: [] }]);
  await store.close();
  expect((await onDisk()).toSorted()).toEqual([file, other].toSorted());
  await running.start();
  await expect.poll(onDisk).toEqual([other]);
});
