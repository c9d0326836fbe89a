import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChatFile } from '@plenum/shared/features/chat/contract';
import { FaultyPorts } from './FaultyPorts.ts';
import { type RoomLine, Running } from './running.ts';

const png = new Uint8Array(createCanvas(30, 20).toBuffer('image/png'));
const ports = new FaultyPorts();
const stray: unknown[] = [];
const note = (reason: unknown) => void stray.push(reason);
let running: Running;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  running = await Running.create();
  await running.stop();
  // everyPort.test.ts does the same for the store.
  running.wrap = (port, part) => (port === 'store' ? part : ports.wrap(port, part));
  await running.start();
});
afterAll(async () => {
  await running.close();
  process.off('unhandledRejection', note);
});

/** A member uploads a picture, shows it as a slide, loads both and removes them; returns the statuses, whatever they are. */
async function bring(): Promise<number[]> {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  const post = (path: string) =>
    fetch(`${running.origin}/api/rooms/${id}/${path}`, {
      method: 'POST',
      headers: { origin: running.origin, authorization: `Bearer ${host.welcome.seat}` },
      body: png,
    });
  const sent = await post('files?name=a.png');
  const file = ChatFile.safeParse(await sent.json());
  const given = file.success ? await useInChat(id, host, file.data.id) : 0;
  const shown = await post(`presentations?name=a.png&sizes=${png.length}`);
  const said = await shown.text();
  await host.ask('presence:leave', {});
  return [sent.status, given, said.includes('"done"') ? shown.status : 0];
}

async function useInChat(room: string, host: RoomLine, file: string): Promise<number> {
  const headers = { authorization: `Bearer ${host.welcome.seat}` };
  const reply = await host.ask('chat:send', { text: 'look', files: [file] });
  const response = await fetch(`${running.origin}/api/rooms/${room}/files/${file}`, { headers });
  await response.arrayBuffer();
  if (reply.ok) await host.ask('chat:remove', { channel: 'all', ...(reply.value as object) });
  return response.status;
}

it('a file store or a converter that fails once fails that upload and nothing else', async () => {
  const well = [201, 200, 200];
  ports.fail(undefined);
  expect(await bring()).toEqual(well);
  const calls = [...ports.calls];
  expect(calls.map(([method]) => method)).toEqual(expect.arrayContaining(['files.put', 'files.open', 'files.remove']));
  for (const [method, count] of calls) {
    for (let nth = 1; nth <= count; nth += 1) {
      ports.fail({ method, nth, times: 1 });
      // An answer that has begun is cut when its end cannot be sent.
      await bring().catch(() => undefined);
      await expect.poll(() => ports.hasFailed, { message: method }).toBe(true);
    }
  }
  ports.fail(undefined);
  expect(await bring()).toEqual(well);
  expect(stray).toEqual([]);
}, 60_000);
