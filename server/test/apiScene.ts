import { expect, vi } from 'vitest';
import * as z from 'zod/mini';
import { ChatFile } from '@plenum/shared/features/chat/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { PictureAnswer } from '@plenum/shared/features/whiteboard/picture';
import { pdfWith, picture } from './badFiles.ts';
import type { RoomLine, Running } from './running.ts';

const Draft = { revision: 0, assigned: [], expected: [] } as const;
const options = { invite: 'now', choice: 'assigned', late: 'stay', slides: 'all' } as const;
const Page = z.object({ page: z.string() });
const Opened = z.object({ rooms: z.array(z.object({ id: z.string() })) });

/** A meeting with something for every endpoint: files of each kind, and a breakout with contents. */
export interface ApiScene {
  readonly room: string;
  readonly hostKey: string;
  readonly moderatorKey: string;
  readonly host: RoomLine;
  readonly child: string;
  /** A file of a public message. */
  readonly chatFile: string;
  readonly presentation: string;
  /** The PDF of the presentation; the child room has it too. */
  readonly pdf: string;
  /** A picture on a page of the board. */
  readonly picture: string;
}

/** Uploads bytes as a member. */
export function bring(running: Running, line: RoomLine, path: string, body: string | Buffer): Promise<Response> {
  return fetch(running.origin + path, {
    method: 'POST',
    headers: {
      origin: running.origin,
      authorization: `Bearer ${line.welcome.seat}`,
      'content-type': 'application/octet-stream',
    },
    body: new Blob([typeof body === 'string' ? body : new Uint8Array(body)]),
  });
}

export async function createApiScene(running: Running): Promise<ApiScene> {
  const { id: room, hostKey, moderatorKey } = await running.createRoom();
  const host = await running.enter(room, 'Ana', hostKey);
  const value = async (command: string, input: unknown) => {
    const reply = await host.ask(command, input);
    if (!reply.ok) throw new Error(`${command}: ${reply.message}`);
    return reply.value;
  };
  const at = `/api/rooms/${room}`;
  const { id: chatFile } = ChatFile.parse(
    await (await bring(running, host, `${at}/files?name=a.txt`, 'for all')).json(),
  );
  await value('chat:send', { files: [chatFile] });
  const talk = pdfWith({ count: 1 });
  await (await bring(running, host, `${at}/presentations?name=Talk.pdf&sizes=${talk.length}`, talk)).text();
  const { presentations } = (await running.server.rooms.require(room)).committed(slides);
  const { id: presentation = '', file: pdf = '', pages } = presentations[0] ?? { pages: [] };
  const { page } = Page.parse(await value('slides:blank', { name: 'Board' }));
  const drawn = PictureAnswer.parse(
    await (await bring(running, host, `${at}/board/pictures`, picture('png', 60, 40))).json(),
  );
  if ('refused' in drawn) throw new Error(drawn.refused);
  const shape = { kind: 'image', id: 'shape-00001', x: 0, y: 0, w: 60, h: 40, angle: 0, order: 1, alt: '' };
  await value('whiteboard:allow', { who: 'everyone', chosen: [], others: true });
  await value('whiteboard:put', { page, shapes: [{ ...shape, file: drawn.file }] });
  await value('slides:turn', { page: pages[0]?.id });
  const rooms = ['a', 'b'].map((key) => ({ key, name: `Room ${key}` }));
  await value('breakout:draft', { ...Draft, rooms, options });
  await value('breakout:open', {});
  const areOpen = () => expect(host.heard.filter(({ name }) => name === 'breakout:roomOpened')).toHaveLength(2);
  await vi.waitFor(areOpen, { timeout: 15_000 });
  const told = host.heard.find(({ name }) => name === 'breakout:opened')?.payload;
  const child = Opened.parse(told).rooms[0]?.id ?? '';
  return { room, hostKey, moderatorKey, host, child, chatFile, presentation, pdf, picture: drawn.file };
}
